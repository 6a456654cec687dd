package io.verigrad.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.client.channel.ChannelBook;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.value.TokenAmount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelClientTest {
    private final BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(10), 100_000);

    @TempDir
    private Path directory;

    private FakeChannelServer server;

    @BeforeEach
    void start() throws Exception {
        server = new FakeChannelServer();
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @Test
    void paysInOnceAndThenByWordAlsoAfterARestart() {
        assertBought(client().get(server.target()));
        assertBought(client().get(server.target()));
        assertBought(client().get(server.target()));
        assertBought(client().get(server.target()));

        assertThat(server.seen()).containsExactly("deposit 100", "voucher 200", "voucher 300", "deposit 400");
    }

    @Test
    void signsForWhatWasChargedAndNotForWhatMayHaveBeen() {
        server.charge = TokenAmount.of(40);
        assertBought(client().get(server.target()));
        assertBought(client().get(server.target()));

        assertThat(server.seen()).containsExactly("deposit 100", "voucher 140");
        assertThat(server.charged()).isEqualTo(TokenAmount.of(80));
    }

    @Test
    void takesUpTheServersBookWhereItShowsOurSignature() {
        assertBought(client().get(server.target()));
        assertBought(client("another book").get(server.target()));

        assertThat(server.seen()).containsExactly("deposit 100", "deposit 100", "voucher 200");
    }

    @Test
    void signsForNothingThatItDidNotSignBefore() {
        assertBought(client().get(server.target()));
        server.claimToHaveCharged(250);

        assertThat(client().get(server.target()))
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.detail())
                                .isEqualTo("invalid_batch_settlement_evm_cumulative_amount_mismatch"));
        assertThat(server.seen()).containsExactly("deposit 100", "voucher 200");
    }

    @Test
    void takesNoMoreForChargedThanWasAsked() {
        server.lie = "1000000";
        assertBought(client().get(server.target()));
        assertBought(client().get(server.target()));

        assertThat(server.seen()).containsExactly("deposit 100", "voucher 200");
    }

    @Test
    void getsBackWhatCallsDidNotCost() {
        assertBought(client().get(server.target()));

        assertThat(client().refund(server.target()))
                .isInstanceOfSatisfying(
                        Purchase.Bought.class,
                        refunded -> assertThat(
                                        refunded.settlement().orElseThrow().amount())
                                .contains(TokenAmount.of(200)));
        assertBought(client().get(server.target()));
        assertThat(server.seen()).containsExactly("deposit 100", "refund 100", "deposit 200");
    }

    @Test
    void entrustsNoServerWithMoreThanItsLimits() {
        assertRefused(client(200, Duration.ofHours(1)).get(server.target()));
        assertRefused(client(1_000, Duration.ofSeconds(899)).get(server.target()));
        assertThat(server.seen()).isEmpty();
    }

    private static void assertBought(Purchase purchase) {
        assertThat(purchase)
                .isInstanceOfSatisfying(
                        Purchase.Bought.class,
                        bought -> assertThat(bought.status()).isEqualTo(200));
    }

    private static void assertRefused(Purchase purchase) {
        assertThat(purchase)
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(CallOutcome.Reason.NO_ACCEPTABLE_OFFER));
    }

    private ChannelClient client() {
        return client("book");
    }

    private ChannelClient client(String book) {
        return client(book, 1_000, Duration.ofHours(1));
    }

    private ChannelClient client(long maxDeposit, Duration maxDelay) {
        return client("book", maxDeposit, maxDelay);
    }

    private ChannelClient client(String book, long maxDeposit, Duration maxDelay) {
        return new ChannelClient(
                TestEnclave.NETWORK.chainId(),
                ClientPolicy.of(Set.of(TestEnclave.USDC), FakeChannelServer.PRICE),
                new ChannelClient.ChannelLimits(TokenAmount.of(100), TokenAmount.of(maxDeposit), maxDelay),
                new ChannelBook(directory.resolve(book)),
                http,
                TestEnclave.PAYER,
                new Random(7),
                TestEnclave.CLOCK);
    }
}
