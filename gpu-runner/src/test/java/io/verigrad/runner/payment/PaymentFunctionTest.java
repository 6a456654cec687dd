package io.verigrad.runner.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.runner.TestClock;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.EnclaveKeys;
import io.verigrad.runner.function.FunctionClient;
import io.verigrad.runner.standin.FunctionServer;
import io.verigrad.runner.standin.Network;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentFunctionTest {
    private final TestClock clock = new TestClock();
    private final Enclave enclave = new Enclave(EnclaveKeys.generate(new SecureRandom()), Network.DOMAIN, clock);
    private final PaymentRequirements terms = PaymentRequirements.of(
            "exact",
            Network.CHAIN,
            TokenAmount.of(1),
            Network.USDC,
            Network.VAULT,
            3600,
            Map.of("name", "USDC", "version", "2"));
    private final PaymentPayload payment =
            new Eip3009Signer(PrivateKey.generate(new Random(1)), clock).pay(terms, Optional.empty(), Hash32.ZERO);

    @Test
    void knowsThatNothingIsReservedWhereNobodyListens() throws Exception {
        assertThat(check(nobody())).isEqualTo(new CheckOutcome.Unavailable("no_answer", false));
        assertThat(function(nobody()).release(Hash32.ZERO, Hash32.ZERO, "x")).isEqualTo(ReleaseOutcome.UNKNOWN);
        assertThat(function(nobody()).confirm(Hash32.ZERO)).isEqualTo(new ConfirmOutcome.Unavailable("no_answer"));
        assertThat(function(nobody()).status(Hash32.ZERO)).isEmpty();
    }

    @Test
    void takesALostAnswerForAPossibleReservation() {
        try (FunctionServer server = new FunctionServer().with("check", _ -> {
            throw new IllegalStateException("lost");
        })) {
            assertThat(check(server.url())).isEqualTo(new CheckOutcome.Unavailable("no_answer", true));
        }
    }

    @Test
    void takesAnAnswerThatItDoesNotKnowForAPossibleReservation() {
        try (FunctionServer server = answering(Map.of("outcome", "perhaps"))) {
            assertThat(check(server.url())).isEqualTo(new CheckOutcome.Unavailable("unknown_outcome", true));
        }
    }

    @Test
    void takesALedgerThatFailedForAPossibleReservation() {
        try (FunctionServer server = answering(Map.of("outcome", "refused", "reason", "ledger_unavailable"))) {
            assertThat(check(server.url())).isEqualTo(new CheckOutcome.Unavailable("ledger_unavailable", true));
        }
    }

    @Test
    void knowsOfAReleaseOnlyWhatTheLedgerSays() {
        assertThat(released(Map.of("released", true))).isEqualTo(ReleaseOutcome.RELEASED);
        assertThat(released(Map.of("released", false, "reason", "payment_already_used")))
                .isEqualTo(ReleaseOutcome.KEPT);
        assertThat(released(Map.of("released", false, "reason", "unknown_payment")))
                .isEqualTo(ReleaseOutcome.UNKNOWN);
        assertThat(released(Map.of("released", false, "reason", "ledger_unavailable")))
                .isEqualTo(ReleaseOutcome.UNKNOWN);
    }

    private ReleaseOutcome released(Map<String, ?> answer) {
        try (FunctionServer server = answering(answer)) {
            return function(server.url()).release(Hash32.ZERO, Hash32.ZERO, "x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain_unavailable", "runner_not_registered", "offer_mismatch"})
    void blamesNoPayerForItsOwnFaults(String reason) {
        try (FunctionServer server = answering(Map.of("outcome", "refused", "reason", reason))) {
            assertThat(check(server.url())).isEqualTo(new CheckOutcome.Unavailable(reason, false));
            assertThat(function(server.url()).confirm(Hash32.ZERO)).isEqualTo(new ConfirmOutcome.Unavailable(reason));
        }
    }

    @Test
    void passesOnWhyAPaymentIsRefused() {
        try (FunctionServer server =
                answering(Map.of("outcome", "refused", "reason", "payment_released", "message", "m"))) {
            assertThat(check(server.url()))
                    .isEqualTo(new CheckOutcome.Refused("payment_released", "m", Optional.empty(), Optional.empty()));
            assertThat(function(server.url()).confirm(Hash32.ZERO))
                    .isEqualTo(new ConfirmOutcome.Refused("payment_released", "m", Optional.empty()));
        }
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        try (FunctionServer server = answering(Map.of("outcome", "x".repeat(2 << 20)))) {
            assertThat(check(server.url())).isEqualTo(new CheckOutcome.Unavailable("no_answer", true));
        }
    }

    private static FunctionServer answering(Map<String, ?> answer) {
        FunctionServer.Function same = (JsonNode _) -> answer;
        return new FunctionServer().with("check", same).with("confirm", same).with("release", same);
    }

    private CheckOutcome check(URI base) {
        Offer offer = new Offer(
                Network.BLOCK,
                Network.VAULT,
                Network.USDC,
                TokenAmount.of(1),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                1);
        return function(base)
                .check(
                        payment,
                        terms,
                        Hash32.ZERO,
                        SignedOffer.sign(offer, Network.DOMAIN, enclave.keys().receipt()));
    }

    private PaymentFunction function(URI base) {
        return new PaymentFunction(
                new FunctionClient(HttpClient.newHttpClient(), Duration.ofSeconds(5)),
                base,
                enclave,
                Network.HOST,
                clock);
    }

    private static URI nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
    }
}
