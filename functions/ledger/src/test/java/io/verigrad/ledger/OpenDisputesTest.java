package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Hash32;
import jakarta.inject.Inject;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

@LedgerTest
class OpenDisputesTest {
    private static final int MANY = 1000;

    @Inject
    OpenDisputes disputes;

    @Test
    void givesDisputesThatAreNotClosed() {
        Hash32 receipt = Fixtures.hash("disputed receipt");

        await(disputes.keep(receipt, "first"));
        assertThat(await(disputes.due(MANY))).contains("first");
        await(disputes.closed(receipt, "rejected"));
        assertThat(await(disputes.due(MANY))).doesNotContain("first");
        await(disputes.keep(receipt, "second"));
        assertThat(await(disputes.due(MANY))).contains("second");
    }

    @Test
    void keepsTheFirstCallOfADisputeThatIsUnderWay() {
        Hash32 receipt = Fixtures.hash("disputed receipt that is asked for twice");

        await(disputes.keep(receipt, "asked once"));
        await(disputes.keep(receipt, "asked again"));

        assertThat(await(disputes.due(MANY))).contains("asked once").doesNotContain("asked again");
    }

    @Test
    void knowsTheCaseThatSomebodyElseOpened() {
        Hash32 receipt = Fixtures.hash("receipt that another challenged");
        BigInteger largest = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

        await(disputes.keep(receipt, "call"));
        assertThat(await(disputes.joined(receipt))).isEmpty();
        await(disputes.join(receipt, "call", largest));

        assertThat(await(disputes.joined(receipt))).contains(largest);
    }
}
