package io.verigrad.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.settlement.RejectReason;
import io.verigrad.ledger.PaymentOutcome;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTest {
    private static final Hash32 RECEIPT = Keys.hash("receipt");

    @ParameterizedTest
    @EnumSource(names = {"PAYMENT_FAILED", "SHORT_PAYMENT", "KEY_NOT_GOOD", "BAD_TIME", "UNKNOWN"})
    void postponesWhatMayBeSettledLater(RejectReason reason) {
        assertThat(outcome(reason)).isInstanceOf(PaymentOutcome.Postponed.class);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PAYMENT_FAILED", "SHORT_PAYMENT", "KEY_NOT_GOOD", "BAD_TIME", "UNKNOWN"})
    void endsWhatNeverCanBeSettled(RejectReason reason) {
        assertThat(outcome(reason)).isInstanceOf(PaymentOutcome.Rejected.class);
    }

    @Test
    void saysThatAnAuthorizationIsGone() {
        assertThat(outcome(RejectReason.ALREADY_SETTLED))
                .isEqualTo(new PaymentOutcome.Rejected(RECEIPT, "authorization_used"));
    }

    private static PaymentOutcome outcome(RejectReason reason) {
        return Refusals.outcome(new ItemOutcome.Rejected(RECEIPT, Keys.hash("payment"), reason, Bytes.EMPTY));
    }
}
