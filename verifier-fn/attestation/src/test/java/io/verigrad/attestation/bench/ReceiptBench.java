package io.verigrad.attestation.bench;

import io.verigrad.attestation.receipt.ReceiptCase;
import io.verigrad.attestation.receipt.ReceiptVerdict;
import io.verigrad.receipt.SignedReceipt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Appraisal of receipts of an epoch that is known. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReceiptBench {
    private final ReceiptCase good = new ReceiptCase();
    private final SignedReceipt receipt = good.receipt();

    /** All of it: both signatures, epoch, payment, offer, price. */
    @Benchmark
    public ReceiptVerdict receipt() {
        return good.verdict(receipt);
    }

    /** The two signatures alone. */
    @Benchmark
    public Object signatures() {
        return receipt.signer().equals(receipt.offer().signer(receipt.domain()));
    }
}
