package io.verigrad.attestation.azure;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Mutations;
import io.verigrad.value.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged documents are malformed or contraindicated. */
class AzureMutationTest {
    @ParameterizedTest
    @EnumSource(HardwareKind.class)
    void refusesEveryFlippedBitOfADocument(HardwareKind hardware) {
        AzureForge forge = forge(hardware);
        Bytes good = forge.document();
        Circumstances circumstances = forge.circumstances();

        Mutations.flipBits(good, document -> forge.appraise(document, circumstances));
    }

    @ParameterizedTest
    @EnumSource(HardwareKind.class)
    void refusesEveryTruncationOfADocument(HardwareKind hardware) {
        AzureForge forge = forge(hardware);
        Bytes good = forge.document();
        Circumstances circumstances = forge.circumstances();

        Mutations.truncate(good, document -> forge.appraise(document, circumstances));
    }

    private static AzureForge forge(HardwareKind hardware) {
        AzureForge forge = new AzureForge(hardware);
        forge.withCertificate = true;
        return forge;
    }
}
