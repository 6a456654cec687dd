package io.verigrad.attestation.gcp;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Mutations;
import io.verigrad.value.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged tokens are malformed or contraindicated. */
class GcpMutationTest {
    static Stream<GcpForge> good() {
        return Stream.of(new GcpForge(), GcpForge.named());
    }

    @ParameterizedTest
    @MethodSource("good")
    void refusesEveryFlippedBitOfADocument(GcpForge forge) {
        Bytes good = forge.document();
        Circumstances circumstances = forge.circumstances();

        Mutations.flipBits(good, document -> forge.appraise(document, circumstances));
    }

    @ParameterizedTest
    @MethodSource("good")
    void refusesEveryTruncationOfADocument(GcpForge forge) {
        Bytes good = forge.document();
        Circumstances circumstances = forge.circumstances();

        Mutations.truncate(good, document -> forge.appraise(document, circumstances));
    }
}
