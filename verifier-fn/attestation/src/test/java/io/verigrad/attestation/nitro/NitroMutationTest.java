package io.verigrad.attestation.nitro;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Mutations;
import io.verigrad.value.Bytes;
import org.junit.jupiter.api.Test;

/** Damaged documents are malformed or contraindicated. */
class NitroMutationTest {
    private final NitroForge forge = new NitroForge();
    private final Bytes good = forge.document();
    private final Circumstances circumstances = forge.circumstances();

    @Test
    void refusesEveryFlippedBit() {
        Mutations.flipBits(good, document -> forge.appraise(document, circumstances));
    }

    @Test
    void refusesEveryTruncation() {
        Mutations.truncate(good, document -> forge.appraise(document, circumstances));
    }
}
