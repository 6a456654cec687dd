package io.verigrad.client;

import static io.verigrad.client.TestEnclave.changed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.client.CallOutcome.Answered;
import io.verigrad.client.CallOutcome.Reason;
import io.verigrad.client.CallOutcome.Refused;
import io.verigrad.client.CallOutcome.Unverified;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.receipt.KeyStanding;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.client.receipt.Violation;
import io.verigrad.client.receipt.ViolationCode;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerigradClientTest {
    private static final Bytes REQUEST = Bytes.of("{\"input\":\"hello\"}".getBytes(StandardCharsets.UTF_8));
    private static final ClientPolicy POLICY = ClientPolicy.of(Set.of(TestEnclave.USDC), TokenAmount.of(1_000));

    private final BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(10), 100_000);
    private FakeRunner runner;

    @BeforeEach
    void start() throws Exception {
        runner = new FakeRunner();
    }

    @AfterEach
    void stop() {
        runner.close();
        http.close();
    }

    @Test
    void paysOnceAndHandsOverAVerifiedAnswer() {
        List<CallStep> steps = new ArrayList<>();

        CallOutcome outcome = client(POLICY, TestEnclave.NETWORK).post(runner.target(), REQUEST, steps::add);

        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.body()).isEqualTo(Bytes.of(FakeRunner.ANSWER));
            assertThat(answered.receipt().receipt().payer()).isEqualTo(TestEnclave.PAYER.address());
            assertThat(answered.standing()).isEqualTo(new KeyStanding.NotAsked());
            assertThat(answered.settlement())
                    .hasValueSatisfying(settled -> assertThat(settled.success()).isTrue());
        });
        assertThat(runner.statuses()).containsExactly(402, 200);
        assertThat(steps)
                .hasExactlyElementsOfTypes(
                        CallStep.PaymentRequired.class,
                        CallStep.PaymentSigned.class,
                        CallStep.AnswerReceived.class,
                        CallStep.ReceiptVerified.class);
    }

    @Test
    void asksTheRegistryForTheKey() throws Exception {
        try (FakeNode node = new FakeNode()) {
            assertThat(client(POLICY, withRegistry(node.url())).post(runner.target(), REQUEST))
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answered -> assertThat(answered.standing()).isInstanceOf(KeyStanding.Registered.class));

            node.epoch = FakeNode.quoted(FakeNode.epoch(0, 0, 0, 0));
            assertThat(codes(client(POLICY, withRegistry(node.url())).post(runner.target(), REQUEST)))
                    .containsExactly(ViolationCode.KEY_UNKNOWN);

            node.status = 503;
            assertThat(client(POLICY, withRegistry(node.url())).post(runner.target(), REQUEST))
                    .isInstanceOfSatisfying(
                            CallOutcome.Unconfirmed.class,
                            unconfirmed -> assertThat(unconfirmed.problem()).isEqualTo("eth_chainId: HTTP status 503"));
        }
    }

    @Test
    void paysByPermit2WhereItsPolicySaysSo() {
        runner.offers =
                List.of(FakeRunner.terms("1000"), FakeRunner.permit2Terms("exact", "1000", TestEnclave.SETTLEMENT));

        assertThat(client(POLICY.withSchemes(Set.of(Scheme.EXACT_PERMIT2)), TestEnclave.NETWORK)
                        .post(runner.target(), REQUEST))
                .isInstanceOfSatisfying(
                        Answered.class,
                        answered -> assertThat(answered.receipt().receipt().scheme())
                                .isEqualTo(Scheme.EXACT_PERMIT2));
    }

    @Test
    void paysForWhatItUsesAndNoMore() {
        ClientPolicy upto =
                ClientPolicy.of(Set.of(TestEnclave.USDC), TokenAmount.of(5_000)).withSchemes(Set.of(Scheme.UPTO));
        runner.offers = List.of(FakeRunner.permit2Terms("upto", "5000", TestEnclave.SETTLEMENT));

        assertThat(client(upto, TestEnclave.NETWORK).post(runner.target(), REQUEST))
                .isInstanceOfSatisfying(
                        Answered.class,
                        answered -> assertThat(answered.receipt().receipt().charge())
                                .isEqualTo(TokenAmount.of(1_000)));

        runner.receipt = receipt -> changed(receipt, json -> json.put("charge", "1001"));
        assertThat(codes(client(upto, TestEnclave.NETWORK).post(runner.target(), REQUEST)))
                .containsExactly(ViolationCode.CHARGE_NOT_OFFERED);
    }

    @Test
    void signsForNoFacilitatorButSettlement() {
        runner.offers = List.of(FakeRunner.permit2Terms("upto", "1000", TestEnclave.VAULT));

        assertThat(client(POLICY.withSchemes(Set.of(Scheme.UPTO)), TestEnclave.NETWORK)
                        .post(runner.target(), REQUEST))
                .isInstanceOfSatisfying(CallOutcome.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(CallOutcome.Reason.NO_ACCEPTABLE_OFFER);
                    assertThat(refused.detail()).contains("another facilitator");
                });
        assertThat(runner.statuses()).containsExactly(402);
    }

    @Test
    void withholdsAnAnswerThatIsNotTheOneInTheReceipt() {
        runner.answer = "{\"data\":[6,6,6]}".getBytes(StandardCharsets.UTF_8);

        assertThat(codes(call())).containsExactly(ViolationCode.RESPONSE_MISMATCH);
    }

    @Test
    void withholdsAnAnswerWhoseReceiptChargesMoreThanOffered() {
        runner.offers = List.of(FakeRunner.terms("999"));

        assertThat(codes(call())).containsExactly(ViolationCode.CHARGE_NOT_OFFERED);
    }

    @Test
    void withholdsAnAnswerWhoseReceiptIsOfAnotherRequest() {
        runner.receipt = receipt -> changed(
                receipt,
                json -> json.put("requestHash", TestEnclave.hash("another").toString()));

        assertThat(codes(call())).containsExactly(ViolationCode.REQUEST_MISMATCH);
    }

    @Test
    void withholdsAnAnswerWithoutOneReadableReceipt() {
        runner.headers = exchange -> exchange.getResponseHeaders().remove(ReceiptCodec.HEADER);
        assertThat(codes(call())).containsExactly(ViolationCode.RECEIPT_MISSING);

        runner.headers = exchange -> exchange.getResponseHeaders().add(ReceiptCodec.HEADER, "e30=");
        assertThat(codes(call())).containsExactly(ViolationCode.RECEIPT_MISSING);

        runner.headers = exchange -> exchange.getResponseHeaders().set(ReceiptCodec.HEADER, "e30=");
        assertThat(codes(call())).containsExactly(ViolationCode.RECEIPT_MALFORMED);
    }

    @Test
    void withholdsAnAnswerOfALowerLevelThanAskedFor() {
        ClientPolicy strict = POLICY.withMinAssurance(Assurance.WEIGHTS_BOUND);

        assertThat(codes(client(strict, TestEnclave.NETWORK).post(runner.target(), REQUEST)))
                .containsExactly(ViolationCode.ASSURANCE_TOO_LOW);
    }

    @Test
    void aSettlementHeaderThatCannotBeReadChangesNothing() {
        runner.headers = exchange -> exchange.getResponseHeaders().set("PAYMENT-RESPONSE", "%");

        assertThat(call())
                .isInstanceOfSatisfying(
                        Answered.class,
                        answered -> assertThat(answered.settlement()).isEmpty());
    }

    @Test
    void takesTheCheapestOfTheOffersThatItMay() {
        runner.offers = List.of(FakeRunner.terms("5000"), FakeRunner.terms("1000"));

        assertThat(call()).isInstanceOf(Answered.class);
    }

    @Test
    void paysNothingWhereNoOfferIsWithinItsPolicy() {
        runner.offers = List.of(FakeRunner.terms("1001"));

        assertThat(call()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.NO_ACCEPTABLE_OFFER);
            assertThat(refused.detail()).isEqualTo("costs 1001, expected 1 to 1000");
        });
        assertThat(runner.statuses()).containsExactly(402);
    }

    @Test
    void paysNothingOnAnotherChain() {
        Network other = new Network(new io.verigrad.value.ChainId(8453), TestEnclave.SETTLEMENT, Optional.empty());

        assertThat(client(POLICY, other).post(runner.target(), REQUEST))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.detail()).isEqualTo("on eip155:84532, expected eip155:8453"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 503})
    void anAnswerBeforePaymentIsNotAnAnswer(int status) {
        runner.firstStatus = Optional.of(status);

        assertThat(call()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.reason()).isEqualTo(status == 200 ? Reason.PAYMENT_NOT_ASKED : Reason.REQUEST_REFUSED);
        });
    }

    @Test
    void saysWhyAPaymentWasRefusedAndDoesNotPayAgain() {
        runner.paidStatus = Optional.of(402);

        assertThat(call()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.PAYMENT_REFUSED);
            assertThat(refused.detail()).isEqualTo("insufficient_funds");
        });
        assertThat(runner.statuses()).containsExactly(402, 402);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 409, 500})
    void anyOtherStatusAfterPaymentIsAFailedCall(int status) {
        runner.paidStatus = Optional.of(status);

        assertThat(call())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.CALL_FAILED));
    }

    @Test
    void aLongAnswerIsCutOff() {
        runner.answer = new byte[200_000];

        assertThat(call())
                .isInstanceOfSatisfying(
                        CallOutcome.Unreachable.class,
                        unreachable -> assertThat(unreachable.paymentSent()).isTrue());
    }

    @Test
    void aRunnerThatIsGoneWasNotPaid() {
        runner.close();

        assertThat(call())
                .isInstanceOfSatisfying(
                        CallOutcome.Unreachable.class,
                        unreachable -> assertThat(unreachable.paymentSent()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/v1?x=1", "http://me:secret@127.0.0.1/v1", "http://127.0.0.1/v1#x"})
    void aTargetHasNothingThatTheRequestHashDoesNotCover(String target) {
        assertThatThrownBy(() -> client(POLICY, TestEnclave.NETWORK).post(URI.create(target), REQUEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a URL without query, fragment and credentials");
    }

    private CallOutcome call() {
        return client(POLICY, TestEnclave.NETWORK).post(runner.target(), REQUEST);
    }

    private VerigradClient client(ClientPolicy policy, Network network) {
        return new VerigradClient(network, policy, http, TestEnclave.PAYER, new Random(5), TestEnclave.CLOCK);
    }

    private static Network withRegistry(URI rpcUrl) {
        return new Network(
                TestEnclave.CHAIN,
                TestEnclave.SETTLEMENT,
                Optional.of(new Network.Registry(TestEnclave.REGISTRY, rpcUrl)));
    }

    private static List<ViolationCode> codes(CallOutcome outcome) {
        assertThat(outcome).isInstanceOf(Unverified.class);
        return ((Unverified) outcome)
                .verification().violations().stream().map(Violation::code).toList();
    }
}
