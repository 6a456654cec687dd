package io.verigrad.attestation.receipt;

import io.verigrad.receipt.SignedReceipt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Receipts of an enclave whose key epoch is known, as the verifier judges them: two signatures each, receipt and offer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReceiptBenchmark {
    private final ReceiptAppraiser appraiser =
            new ReceiptAppraiser(ReceiptCase.DOMAIN, java.time.Duration.ofSeconds(30));
    private final ReceiptCase good = new ReceiptCase();
    private SignedReceipt receipt;

    @Setup
    public void prepare() {
        receipt = good.receipt();
        if (!(judged() instanceof ReceiptVerdict.Affirming)) {
            throw new IllegalStateException("the benchmark's receipt is not good: " + judged());
        }
    }

    @Benchmark
    public ReceiptVerdict judged() {
        return appraiser.appraise(receipt, good.epoch, good.payment(), ReceiptCase.CLOCK);
    }
}
