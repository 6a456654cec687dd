package io.verigrad.attestation.bench;

import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.EvidenceFormatException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One piece of evidence, judged whole, and the signatures alone that have to be checked for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EvidenceBenchmark {
    @Param({"nitro", "snp", "tdx", "composite"})
    public String format;

    private Case subject;
    private List<SignatureLog.Check> signatures;

    @Setup
    public void prepare() throws EvidenceFormatException {
        subject = Case.of(format);
        signatures = SignatureLog.of(() -> {
            EnclaveVerdict verdict = subject.judge();
            if (!(verdict instanceof EnclaveVerdict.Affirming)) {
                throw new IllegalStateException("the benchmark's evidence is not good: " + verdict);
            }
        });
        if (signatures.isEmpty() || !signatures()) {
            throw new IllegalStateException("the signatures of " + format + " were not written down");
        }
        System.out.println("# " + format + ": " + signatures.size() + " signatures");
    }

    @Benchmark
    public EnclaveVerdict judged() throws EvidenceFormatException {
        return subject.judge();
    }

    @Benchmark
    public boolean signatures() {
        boolean all = true;
        for (SignatureLog.Check check : signatures) {
            all &= check.verify();
        }
        return all;
    }
}
