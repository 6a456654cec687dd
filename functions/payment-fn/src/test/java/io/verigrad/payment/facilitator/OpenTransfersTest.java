package io.verigrad.payment.facilitator;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.ledger.OpenCount;
import org.junit.jupiter.api.Test;

class OpenTransfersTest {
    private final OpenTransfers limits = new OpenTransfers(3, 2);

    @Test
    void admitsWhatIsBelowEveryLimit() {
        assertThat(limits.refusal(new OpenCount(2, 1, 1))).isEmpty();
    }

    @Test
    void limitsPayersPayeesAndTheWhole() {
        assertThat(limits.refusal(new OpenCount(2, 2, 0)))
                .hasValueSatisfying(why -> assertThat(why).contains("payer"));
        assertThat(limits.refusal(new OpenCount(2, 0, 2)))
                .hasValueSatisfying(why -> assertThat(why).contains("payee"));
        assertThat(limits.refusal(new OpenCount(3, 0, 0)))
                .hasValueSatisfying(why -> assertThat(why).contains("in all"));
    }
}
