package io.verigrad.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.FakeNode;
import io.verigrad.client.FakeRunner;
import io.verigrad.client.Network;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final Bytes REQUEST = Bytes.of("{\"input\":\"hello\"}".getBytes(StandardCharsets.UTF_8));
    private static final ClientPolicy POLICY = ClientPolicy.of(Set.of(TestEnclave.USDC), TokenAmount.of(2_000));

    private final BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(10), 100_000);
    private FakeRunner cheap;
    private FakeRunner dear;

    @BeforeEach
    void start() throws Exception {
        cheap = new FakeRunner();
        dear = new FakeRunner();
        dear.price = "1500";
    }

    @AfterEach
    void stop() {
        cheap.close();
        dear.close();
        http.close();
    }

    @Test
    void callsTheCheapest() {
        assertThat(fleet().post("m", "/v1/embeddings", REQUEST).outcome()).isInstanceOf(CallOutcome.Answered.class);

        assertThat(cheap.paid).hasSize(1);
        assertThat(dear.paid).isEmpty();
    }

    @Test
    void aRunnerThatIsGoneIsNotAsked() {
        cheap.close();

        assertThat(fleet().post("m", "/v1/embeddings", REQUEST).outcome()).isInstanceOf(CallOutcome.Answered.class);
        assertThat(dear.paid).hasSize(1);
    }

    @Test
    void aFailureBeforePaymentCostsNothing() {
        cheap.firstStatus = Optional.of(503);

        assertThat(fleet().post("m", "/v1/embeddings", REQUEST).outcome()).isInstanceOf(CallOutcome.Answered.class);
        assertThat(cheap.paid).isEmpty();
        assertThat(dear.paid).hasSize(1);
    }

    @Test
    void aFailureAfterPaymentIsTriedElsewhereWithAPaymentThatTheChainTakesOnce() {
        cheap.paidStatus = Optional.of(500);

        assertThat(fleet().post("m", "/v1/embeddings", REQUEST).outcome()).isInstanceOf(CallOutcome.Answered.class);
        assertThat(cheap.paid).hasSize(1);
        assertThat(dear.paid).isEqualTo(cheap.paid);
    }

    @Test
    void aRunnerThatFallsSilentIsAskedAgainBeforeAnother() {
        cheap.silentOncePaid = true;

        FleetOutcome outcome = fleet().post("m", "/v1/embeddings", REQUEST);

        assertThat(outcome.outcome()).isInstanceOf(CallOutcome.Answered.class);
        assertThat(cheap.paid).hasSize(2).containsOnly(cheap.paid.getFirst());
        assertThat(dear.paid).containsExactly(cheap.paid.getFirst());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        FleetOutcome.Called.class,
                        called -> assertThat(called.attempts()).hasSize(3));
    }

    @Test
    void anAnswerThatIsNotProvedIsTriedElsewhere() {
        cheap.answer = "{\"data\":[6,6,6]}".getBytes(StandardCharsets.UTF_8);

        assertThat(fleet().post("m", "/v1/embeddings", REQUEST).outcome()).isInstanceOf(CallOutcome.Answered.class);
        assertThat(dear.paid).isEqualTo(cheap.paid);
    }

    @Test
    void neverPaysASecondWayOnceAPaymentIsOut() {
        cheap.silentOncePaid = true;
        dear.offers = List.of(FakeRunner.permit2Terms("exact", "1000", TestEnclave.SETTLEMENT));

        // A payment by Permit2 has another id than one by EIP-3009, so the chain would take both.
        FleetOutcome outcome = fleet(POLICY.withSchemes(Set.of(Scheme.EXACT_EIP3009, Scheme.EXACT_PERMIT2)))
                .post("m", "/v1/embeddings", REQUEST);

        assertThat(outcome.outcome())
                .isInstanceOfSatisfying(
                        CallOutcome.Unreachable.class,
                        unreachable -> assertThat(unreachable.paymentSent()).isTrue());
        assertThat(dear.paid).isEmpty();
    }

    @Test
    void signsASecondPaymentOnlyAfterTheFirstWasGivenUp() {
        cheap.paidStatus = Optional.of(500);
        dear.paidStatus = Optional.of(402);
        dear.refusal = "payment_released";

        fleet().post("m", "/v1/embeddings", REQUEST);

        Hash32 first = cheap.paid.getFirst();
        assertThat(dear.paid).hasSize(2).startsWith(first);
        assertThat(dear.paid.getLast()).isNotEqualTo(first);
    }

    @Test
    void signsNoSecondPaymentWhileTheFirstMayBeCharged() {
        cheap.silentOncePaid = true;
        dear.paidStatus = Optional.of(402);
        dear.refusal = "payment_released";

        fleet().post("m", "/v1/embeddings", REQUEST);

        assertThat(dear.paid).containsExactly(cheap.paid.getFirst());
    }

    @Test
    void aWrongRequestIsWrongEverywhere() {
        cheap.firstStatus = Optional.of(400);

        assertThat(fleet().post("m", "/v1/embeddings", REQUEST).outcome())
                .isInstanceOfSatisfying(
                        CallOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(CallOutcome.Reason.REQUEST_REFUSED));
        assertThat(dear.statuses()).containsOnly(200);
    }

    @Test
    void aRunnerThatFailedIsNotTheFirstChoiceNextTime() {
        Fleet fleet = fleet();
        cheap.firstStatus = Optional.of(503);
        fleet.post("m", "/v1/embeddings", REQUEST);
        cheap.firstStatus = Optional.empty();

        fleet.post("m", "/v1/embeddings", REQUEST);

        assertThat(cheap.paid).isEmpty();
        assertThat(dear.paid).hasSize(2);
    }

    @Test
    void aKeyThatTheRegistryDoesNotKnowIsNotPaid() throws Exception {
        try (FakeNode node = new FakeNode()) {
            node.epoch = FakeNode.quoted(FakeNode.epoch(0, 0, 0, 0));
            Network network = new Network(
                    TestEnclave.CHAIN,
                    TestEnclave.SETTLEMENT,
                    Optional.of(new Network.Registry(TestEnclave.REGISTRY, node.url())));

            assertThat(fleet(POLICY, network).post("m", "/v1/embeddings", REQUEST))
                    .isInstanceOfSatisfying(
                            FleetOutcome.NoRunner.class,
                            none -> assertThat(none.problems())
                                    .containsExactly(
                                            cheap.url() + " its key is not in the registry",
                                            dear.url() + " its key is not in the registry"));
        }
    }

    @Test
    void saysWhyNoRunnerIsThere() {
        assertThat(fleet().post("other", "/v1/embeddings", REQUEST).outcome())
                .isEqualTo(new CallOutcome.Unreachable(
                        false,
                        "no runner can be called: " + cheap.url() + " does not have the model; " + dear.url()
                                + " does not have the model"));
    }

    private Fleet fleet() {
        return fleet(POLICY);
    }

    private Fleet fleet(ClientPolicy policy) {
        return fleet(policy, TestEnclave.NETWORK);
    }

    private Fleet fleet(ClientPolicy policy, Network network) {
        URI[] both = {cheap.url(), dear.url()};
        VerigradClient client =
                new VerigradClient(network, policy, http, TestEnclave.PAYER, new Random(5), TestEnclave.CLOCK);
        return new Fleet(client, Runners.of(both), network, policy, http, TestEnclave.CLOCK);
    }
}
