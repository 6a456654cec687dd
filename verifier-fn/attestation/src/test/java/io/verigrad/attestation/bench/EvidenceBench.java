package io.verigrad.attestation.bench;

import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.EvidenceFormatException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Appraisal of evidence beside the signatures in it alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the state.
public class EvidenceBench {
    /** The formats. */
    @Param({"nitro", "snp", "tdx", "composite"})
    public String format;

    private Subject subject;
    private List<RawCheck> checks;

    /** Forges the documents. */
    @Setup
    public void prepare() throws EvidenceFormatException {
        subject = Subject.of(format, 400);
        checks = subject.checks();
    }

    @Benchmark
    public EnclaveVerdict appraisal() throws EvidenceFormatException {
        return subject.appraiseNext();
    }

    /** The same signatures, without anything else. */
    @Benchmark
    public int signatures() throws GeneralSecurityException {
        for (RawCheck check : checks) {
            if (!check.holds()) {
                throw new IllegalStateException("expected a good signature");
            }
        }
        return checks.size();
    }
}
