package io.verigrad.attestation.azure;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Mutations;
import io.verigrad.value.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged documents are malformed or contraindicated. */
class AzureMutationTest {
    @ParameterizedTest
    @EnumSource(Hardware.class)
    void refusesEveryFlippedBitOfADocument(Hardware hardware) {
        AzureForge forge = forge(hardware);
        Bytes good = forge.document();
        Circumstances circumstances = forge.circumstances();

        Mutations.flipBits(good, document -> forge.appraise(document, circumstances));
    }

    @ParameterizedTest
    @EnumSource(Hardware.class)
    void refusesEveryTruncationOfADocument(Hardware hardware) {
        AzureForge forge = forge(hardware);
        Bytes good = forge.document();
        Circumstances circumstances = forge.circumstances();

        Mutations.truncate(good, document -> forge.appraise(document, circumstances));
    }

    private static AzureForge forge(Hardware hardware) {
        AzureForge forge = new AzureForge(hardware);
        forge.withCertificate = true;
        return forge;
    }
}
