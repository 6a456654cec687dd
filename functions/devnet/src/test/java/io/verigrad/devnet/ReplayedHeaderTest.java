package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.call.SignedCall;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** One payment for calls at two payment-fn at once, each in a process of its own: what holds between them is the ledger. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayedHeaderTest {
    private static final TokenAmount PRICE = TokenAmount.of(250);
    private static final int TIMES = 4;

    private Devnet devnet;
    private ServiceProcess second;
    private Enclave enclave;

    @BeforeAll
    void start(Devnet devnet) throws Exception {
        this.devnet = devnet;
        second = devnet.startAnotherPayment();
        enclave = Enclave.register(devnet);
        second.awaitLive();
    }

    @AfterAll
    void stop() {
        second.close();
    }

    @Test
    void isReservedForOneRequest() throws Exception {
        PaymentPayload payment = RawCalls.pay(terms(), Accounts.OTHER_PAYER);

        List<JsonNode> answers = atBoth(url -> () -> check(url, payment, RawCalls.freshNonce()));

        assertThat(answers.stream().filter(answer -> outcome(answer).equals("reserved")))
                .as(answers.toString())
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> outcome(answer).equals("refused")))
                .allSatisfy(answer -> assertThat(answer.path("reason").asText()).isEqualTo("payment_already_used"))
                .hasSize(2 * TIMES - 1);
    }

    @Test
    void runsItsRequestOnce() throws Exception {
        PaymentPayload payment = RawCalls.pay(terms(), Accounts.OTHER_PAYER);
        Hash32 request = RawCalls.freshNonce();

        List<JsonNode> answers = atBoth(url -> () -> check(url, payment, request));

        assertThat(answers.stream().map(ReplayedHeaderTest::outcome).sorted())
                .as(answers.toString())
                .startsWith("repeated")
                .endsWith("reserved")
                .hasSize(2 * TIMES);
        assertThat(answers.stream().filter(answer -> outcome(answer).equals("reserved")))
                .hasSize(1);
    }

    private JsonNode check(URI url, PaymentPayload payment, Hash32 request) throws Exception {
        SignedCall call = SignedCall.sign(
                "check",
                Map.of(
                        "payment", payment.toJson(),
                        "requirements", terms().toJson(),
                        "requestHash", request,
                        "host", Accounts.HOST.address(),
                        "offer", offer()),
                enclave.domain(),
                enclave.key(),
                Clock.systemUTC());
        return Enclave.post(url.resolve("/check"), call);
    }

    private interface Question {
        Callable<JsonNode> to(URI instance);
    }

    private List<JsonNode> atBoth(Question question) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> futures = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                futures.add(threads.submit(question.to(devnet.payment().url())));
                futures.add(threads.submit(question.to(second.url())));
            }
            List<JsonNode> answers = new ArrayList<>();
            for (Future<JsonNode> future : futures) {
                answers.add(future.get());
            }
            return answers;
        }
    }

    private static String outcome(JsonNode answer) {
        return answer.path("outcome").asText();
    }

    private SignedOffer offer() {
        Offer offer = new Offer(
                Hash32.ZERO,
                devnet.vault(),
                devnet.contracts().usdc(),
                PRICE,
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                Clock.systemUTC().instant().getEpochSecond() / 3600 * 3600 + 7200);
        return SignedOffer.sign(offer, enclave.domain(), enclave.key());
    }

    private PaymentRequirements terms() {
        return PaymentRequirements.of(
                PaymentRequirements.EXACT,
                new ChainId(84532),
                PRICE,
                devnet.contracts().usdc(),
                devnet.vault(),
                3600,
                Map.of("name", "USDC", "version", "2"));
    }
}
