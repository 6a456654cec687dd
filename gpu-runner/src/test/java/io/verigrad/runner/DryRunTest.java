package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.Json;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Rehearsals of calls. */
@QuarkusTest
@WithTestResource(StandIns.class)
class DryRunTest extends RunningRunner {
    private static final String HEADER = "Verigrad-Dry-Run";

    @Test
    void tellsPriceAndHashOfACallThatDoesNotRun() throws Exception {
        JsonNode answer = rehearse(INFER, FLOWER);

        assertThat(answer.path("dryRun").asBoolean()).isTrue();
        assertThat(answer.path("model").asText()).isEqualTo("iris");
        assertThat(answer.path("requestHash").asText())
                .isEqualTo(ContentHash.request("POST", INFER, FLOWER.getBytes(StandardCharsets.UTF_8))
                        .toString());
        assertThat(answer.path("quote"))
                .isEqualTo(Json.tree(consumer.offer(INFER, FLOWER).accepts()));
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void signsATestReceiptThatIsGoodForNothing() throws Exception {
        SignedReceipt test = Json.convert(rehearse(INFER, FLOWER).path("testReceipt"), SignedReceipt.class);
        Receipt receipt = test.receipt();

        assertThat(test.domain().name()).isEqualTo("Verigrad Test");
        assertThat(test.signer()).contains(receipt.enclaveKey());
        assertThat(test.offer().signer(test.domain())).contains(receipt.enclaveKey());
        assertThat(receipt.offerHash()).isEqualTo(test.offer().offer().structHash());
        assertThat(receipt.paymentId()).isEqualTo(Hash32.ZERO);
        assertThat(receipt.charge()).isEqualTo(TokenAmount.ZERO);
        assertThat(receipt.sequence()).isZero();
        SignedReceipt passedOff = new SignedReceipt(Network.DOMAIN, receipt, test.signature(), test.offer());
        assertThat(passedOff.signer()).isNotEqualTo(test.signer());
        assertThat(passedOff.offer().signer(Network.DOMAIN)).isNotEqualTo(test.signer());
        assertThat(consumer.get("/v1/receipts/" + test.id()).statusCode()).isEqualTo(404);
    }

    @Test
    void numbersNothing() throws Exception {
        long before = sequence();
        rehearse(INFER, FLOWER);

        assertThat(sequence()).isEqualTo(before + 1);
    }

    @Test
    void refusesWhatTheCallWouldRefuse() throws Exception {
        assertThat(consumer.post(INFER, "{\"inputs\":[]}", HEADER, "true").statusCode())
                .isEqualTo(400);
        assertThat(consumer.post(INFER, FLOWER, HEADER, "true", "Verigrad-Min-Assurance", "WEIGHTS_BOUND")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void refusesARehearsalThatMightBeACall() throws Exception {
        assertRefused(consumer.post(INFER, FLOWER, HEADER, "yes"), "expected true or false");
        assertRefused(
                consumer.post(INFER, FLOWER, HEADER, "true", "PAYMENT-SIGNATURE", "anything"), "takes no payment");
        assertThat(consumer.post(INFER, FLOWER, HEADER, "false").statusCode()).isEqualTo(402);
    }

    private JsonNode rehearse(String path, String body) throws Exception {
        HttpResponse<byte[]> response = consumer.post(path, body, HEADER, "true");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Verigrad-Receipt")).isEmpty();
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        return Json.read(response.body(), JsonNode.class);
    }

    private long sequence() throws Exception {
        return Consumer.receipt(consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", consumer.payment(INFER, FLOWER)))
                .receipt()
                .sequence();
    }

    private static void assertRefused(HttpResponse<byte[]> response, String message) throws Exception {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains(message);
    }
}
