package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.ledger.testing.DatabaseResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every member of what runners send, damaged: a registered runner may be wrong, and is told so. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class MalformedCallTest extends PaymentFnTest {
    private static final Set<Damage> IN_TURN = EnumSet.of(
            Damage.REMOVED,
            Damage.NULL,
            Damage.NUMBER,
            Damage.NEGATIVE,
            Damage.ABOVE_256_BITS,
            Damage.NESTED,
            Damage.LONG);

    @Test
    void refusesToReserveWhatIsMalformed() throws Exception {
        // A payer with nothing: whatever is taken for well-formed is refused all the same.
        PrivateKey payer = PrivateKey.parse(fresh().toString());
        JsonNode body = CheckBody.of(payer, chain.vaultOf(Keys.HOST.address()), domain)
                .ofHost(Keys.HOST.address())
                .json();

        assertRefused("check", body, "outcome");
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirm", "release"})
    void refusesAQuestionThatIsMalformed(String function) {
        JsonNode body = Json.mapper()
                .createObjectNode()
                .put("paymentId", fresh().toString())
                .put("reason", "model_failed");

        assertRefused(function, body, function.equals("confirm") ? "outcome" : "released");
    }

    @Test
    void refusesAnEnvelopeThatIsMalformed() throws Exception {
        JsonNode body = Json.mapper().createObjectNode().put("paymentId", fresh().toString());
        JsonNode envelope = call("confirm", body, Keys.ENCLAVE);
        List<String> problems = new ArrayList<>();
        for (String place : List.of("/enclaveKey", "/issuedAt", "/signature", "/body")) {
            for (Damage damage : Damage.values()) {
                problems.addAll(problems(place + ' ' + damage, "confirm", damage.of(envelope, place), "outcome"));
            }
        }
        assertThat(problems).isEmpty();
    }

    private void assertRefused(String function, JsonNode body, String outcome) {
        List<String> problems = new ArrayList<>();
        for (String place : Damage.places(body)) {
            for (Damage damage : IN_TURN) {
                JsonNode damaged = read(damage.of(body, place));
                String name = function + ' ' + place + ' ' + damage;
                problems.addAll(problems(
                        name, function, call(function, damaged, Keys.ENCLAVE).toString(), outcome));
            }
        }
        assertThat(problems).isEmpty();
    }

    private List<String> problems(String name, String function, String text, String outcome) {
        Answer answer = post(function, text);
        boolean isClear = Set.of(200, 400).contains(answer.status())
                && !Set.of("true", "reserved", "repeated", "confirmed").contains(answer.member(outcome))
                && answer.member("reason").matches("[a-z0-9_]+")
                && !answer.member("message").isEmpty()
                && answer.text().length() < 2_000
                && !answer.text().matches("(?s).*(Exception|io\\.verigrad|com\\.fasterxml|java\\.).*");
        return isClear ? List.of() : List.of(name + ": " + answer.status() + ' ' + answer.text());
    }

    private static ObjectNode read(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), ObjectNode.class);
        } catch (MalformedJsonException e) {
            throw new AssertionError(text, e);
        }
    }
}
