package io.verigrad.attestation.snp;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Mutations;
import io.verigrad.value.Bytes;
import org.junit.jupiter.api.Test;

/** Damaged reports and tables are malformed or contraindicated. */
class SnpMutationTest {
    private final SnpForge forge = new SnpForge();
    private final Bytes good = forge.document();
    private final Circumstances circumstances = forge.circumstances();

    @Test
    void refusesEveryFlippedBitOfADocument() {
        Mutations.flipBits(good, document -> forge.appraise(document, circumstances));
    }

    @Test
    void refusesEveryTruncationOfADocument() {
        Mutations.truncate(good, document -> forge.appraise(document, circumstances));
    }

    @Test
    void refusesEveryFlippedBitOfAReport() {
        SnpForge bare = new SnpForge();
        bare.keyInCollateral = true;
        bare.authoritiesInCollateral = true;
        bare.withTable = false;

        Circumstances complete = bare.circumstances();
        Mutations.flipBits(bare.document(), document -> bare.appraise(document, complete));
    }
}
