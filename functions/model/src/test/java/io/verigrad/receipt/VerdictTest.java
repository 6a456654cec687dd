package io.verigrad.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Hash32;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Hash32 SUBJECT = Hash32.parse("0x" + "11".repeat(32));

    @Test
    void hasReasonsThatEveryValidatorDerivesFromTheCase() {
        // printf 'verigrad-verdict-v1' | xxd -p; 32 bytes of the number; 32 of the subject; one of the decision;
        // SHA-256
        assertThat(Verdict.on(BigInteger.TWO, SUBJECT, true).reasonDigest())
                .isEqualTo(Hash32.parse("0x077fbbe901cf49c53b1f1e2753627509e1297161e1ade58ac9ace8b648ed251c"));
        assertThat(Verdict.on(BigInteger.TWO, SUBJECT, true).reasonDigest())
                .isNotEqualTo(Verdict.on(BigInteger.TWO, SUBJECT, false).reasonDigest())
                .isNotEqualTo(Verdict.on(BigInteger.ONE, SUBJECT, true).reasonDigest())
                .isNotEqualTo(Verdict.on(BigInteger.TWO, Hash32.ZERO, true).reasonDigest());
    }
}
