package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.value.Address;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that clients give their payments, so that a retry by mistake does not pay twice. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class PaymentIdentifierTest extends PaymentFnTest {
    private static final String ID = "pay_7d5d747be160e280";

    private final Address payee = PrivateKey.parse(fresh().toString()).address();

    @Test
    void answersTheSamePaymentTheSameAndRefusesAnotherOfThatName() throws Exception {
        PrivateKey payer = payer(50_000);
        String request = request(payer, Map.of("required", true, "id", ID));

        Answer settled = post("settle", request);
        Answer repeated = post("settle", request);
        Answer other = post("settle", request(payer, Map.of("required", true, "id", ID)));

        assertThat(settled.json().path("success").asBoolean())
                .as(settled.text())
                .isTrue();
        assertThat(repeated).isEqualTo(settled);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.member("errorReason")).isEqualTo("payment_identifier_conflict");
        assertThat(other.member("transaction")).isEmpty();
    }

    @Test
    void settlesOneOfManyPaymentsOfOneName() throws Exception {
        PrivateKey payer = payer(50_000);
        Map<String, Object> name = Map.of("required", false, "id", ID);
        String first = request(payer, name);
        String second = request(payer, name);

        List<Answer> answers = atOnce(List.of(() -> post("settle", first), () -> post("settle", second)));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void leavesTheNamesOfOthersAlone() throws Exception {
        Map<String, Object> name = Map.of("required", true, "id", ID);

        assertThat(post("settle", request(payer(50_000), name)).text()).contains("\"success\":true");
        assertThat(post("settle", request(payer(50_000), name)).text()).contains("\"success\":true");
        // Who cannot pay uses no name up.
        assertThat(post("settle", request(Keys.POOR, name)).member("errorReason"))
                .isEqualTo("invalid_exact_evm_insufficient_balance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with a space in it", "", "pay_7d5d747be160e280/../x"})
    void refusesWhatIsNoName(String id) throws Exception {
        String request = request(payer(50_000), Map.of("required", false, "id", id));

        assertThat(post("settle", request).status()).isEqualTo(400);
        assertThat(post("verify", request).status()).isEqualTo(400);
        assertThat(post("verify", request).member("invalidMessage")).contains("payment-identifier.info.id");
    }

    @Test
    void wantsANameOnlyWhereTheServerDoes() throws Exception {
        assertThat(post("verify", request(payer(50_000), Map.of("required", true)))
                        .status())
                .isEqualTo(400);
        assertThat(post("verify", request(payer(50_000), Map.of("required", false)))
                        .text())
                .contains("\"isValid\":true");
    }

    private String request(PrivateKey payer, Map<String, Object> info) {
        PaymentRequirements terms = CheckBody.requirements(10_000, payee);
        ObjectNode extensions = Json.mapper().createObjectNode();
        extensions.putObject("payment-identifier").set("info", Json.tree(info));
        PaymentPayload payment = PaymentPayload.v2(
                terms,
                Optional.empty(),
                CheckBody.payment(payer, terms, payee, 10_000, 600, fresh()).payload(),
                Optional.of(extensions));
        return new FacilitatorRequest(payment, terms).toJson().toString();
    }
}
