package io.verigrad.attestation.bench;

import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.EvidenceFormatException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Evidence of an epoch that was accepted moments ago, shown again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the state.
public class KnownBench {
    private Subject subject;

    /** Forges one document of the largest format, and judges it. */
    @Setup
    public void prepare() throws EvidenceFormatException {
        subject = Subject.of("composite", 1);
        subject.keep();
    }

    @Benchmark
    public EnclaveVerdict known() {
        return subject.known();
    }
}
