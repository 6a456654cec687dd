package io.verigrad.attestation.nitro;

import io.verigrad.attestation.Mutations;
import io.verigrad.value.Bytes;
import org.junit.jupiter.api.Test;

/** Damaged documents are malformed or contraindicated. */
class NitroMutationTest {
    private final NitroForge forge = new NitroForge();
    private final Bytes good = forge.document();

    @Test
    void refusesEveryFlippedBit() {
        Mutations.flipBits(good, forge::appraise);
    }

    @Test
    void refusesEveryTruncation() {
        Mutations.truncate(good, forge::appraise);
    }
}
