package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.SettleResponse;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models as tools of the Model Context Protocol (Streamable HTTP), paid for in {@code _meta}. */
@QuarkusTest
@WithTestResource(StandIns.class)
class ToolCallTest extends RunningRunner {
    private static final String MINILM = "all-minilm-l6-v2";
    private static final String TEXT = "{\"input\":\"hello " + SECRET + "\"}";

    private String session;

    @BeforeEach
    void open() throws Exception {
        HttpResponse<String> opened = send(
                "initialize",
                Json.mapper()
                        .createObjectNode()
                        .put("protocolVersion", "2025-06-18")
                        .<ObjectNode>set("capabilities", Json.mapper().createObjectNode())
                        .set(
                                "clientInfo",
                                Json.mapper()
                                        .createObjectNode()
                                        .put("name", "test")
                                        .put("version", "1")));
        session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        HttpRequest initialized = message()
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"))
                .build();
        consumer.http().send(initialized, HttpResponse.BodyHandlers.discarding());
    }

    @Test
    void offersEveryModelAsATool() throws Exception {
        JsonNode tools =
                result(send("tools/list", Json.mapper().createObjectNode())).path("tools");

        assertThat(tools.findValuesAsText("name")).contains(MINILM, "iris", "tiny-decoder");
        for (JsonNode tool : tools) {
            assertThat(tool.at("/inputSchema/type").asText()).isEqualTo("object");
            assertThat(tool.path("description").asText()).contains("A call costs ");
        }
    }

    @Test
    void asksForPaymentInBothPlaces() throws Exception {
        JsonNode result = call(MINILM, TEXT, Optional.empty());

        assertThat(result.path("isError").asBoolean()).isTrue();
        PaymentRequired required = PaymentRequired.parse(result.path("structuredContent"));
        assertThat(required.resource().url()).isEqualTo("mcp://tool/" + MINILM);
        assertThat(required.accepts()).isNotEmpty();
        assertThat(Json.read(text(result).getBytes(StandardCharsets.UTF_8), JsonNode.class))
                .isEqualTo(result.path("structuredContent"));
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void answersAPaidCallWithAReceiptThatBindsTheRequestOfTheApi() throws Exception {
        JsonNode result = payFor(MINILM, TEXT);

        assertThat(result.path("isError").asBoolean()).as(result.toString()).isFalse();
        assertThat(result.at("/structuredContent/data/0/embedding")).hasSize(384);
        Receipt receipt = receipt(result).receipt();
        byte[] request = CanonicalJson.encode(
                Json.mapper().createObjectNode().put("model", MINILM).put("input", "hello " + SECRET));
        assertThat(receipt.requestHash()).isEqualTo(ContentHash.request("POST", EMBEDDINGS, request));
        assertThat(receipt.responseHash())
                .isEqualTo(ContentHash.response(text(result).getBytes(StandardCharsets.UTF_8)));
        assertThat(receipt.payer()).isEqualTo(consumer.key.address());
        SettleResponse settlement = SettleResponse.parse(result.at("/_meta/x402~1payment-response"));
        assertThat(settlement.success()).isTrue();
        assertThat(settlement.payer()).contains(consumer.key.address());
        assertThat(payment.calls).containsExactlyInAnyOrder("check", "confirm");
        assertThat(sink().received()).hasSize(1);
    }

    @Test
    void servesTensorsAndTextsToo() throws Exception {
        JsonNode label = payFor("iris", FLOWER);
        assertThat(label.at("/structuredContent/outputs/1/data/0").asInt()).isEqualTo(2);

        JsonNode chat =
                payFor("tiny-decoder", "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":3}");
        assertThat(chat.at("/structuredContent/choices/0/message/content").isTextual())
                .as(chat.toString())
                .isTrue();
        assertThat(receipt(chat).receipt().outputUnits()).isPositive();
    }

    @Test
    void takesOnePaymentForOneCall() throws Exception {
        JsonNode paid = payment(MINILM, TEXT);
        JsonNode first = call(MINILM, TEXT, Optional.of(paid));

        assertThat(receipt(call(MINILM, TEXT, Optional.of(paid))).id())
                .isEqualTo(receipt(first).id());
        assertThat(sink().received()).hasSize(1);
    }

    @Test
    void refusesAPaymentForAnotherPrice() throws Exception {
        JsonNode result = call("iris", FLOWER, Optional.of(payment(MINILM, TEXT)));

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(PaymentRequired.parse(result.path("structuredContent")).error())
                .contains("No matching payment requirements");
    }

    @Test
    void bindsAPaymentByTheClientNonce() throws Exception {
        ObjectNode meta = Json.mapper().createObjectNode().put("verigrad/client-nonce", "0x" + "11".repeat(32));
        meta.set("x402/payment", payment(MINILM, TEXT));

        JsonNode result = call(MINILM, TEXT, meta);

        assertThat(PaymentRequired.parse(result.path("structuredContent")).error())
                .contains("client_nonce_mismatch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "all-minilm-l6-v2 | {`input`:`x`,`stream`:true} | unsupported_parameter",
                "all-minilm-l6-v2 | {`input`:`x`,`model`:`iris`} | invalid_value",
                "all-minilm-l6-v2 | {`input`:7} | invalid_type",
                "tiny-decoder | {} | invalid_type",
            })
    void refusesWrongArgumentsBeforeAnybodyPays(String tool, String arguments, String code) throws Exception {
        JsonNode result = call(tool, arguments.replace('`', '"'), Optional.empty());

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.at("/structuredContent/error/code").asText())
                .as(result.toString())
                .isEqualTo(code);
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void refusesWrongPayments() throws Exception {
        for (String wrong : List.of("7", "\"text\"", "[]", "{}", "{\"x402Version\":9}")) {
            JsonNode result =
                    call(MINILM, TEXT, Optional.of(Json.read(wrong.getBytes(StandardCharsets.UTF_8), JsonNode.class)));

            assertThat(result.path("isError").asBoolean()).isTrue();
            assertThat(PaymentRequired.parse(result.path("structuredContent")).error())
                    .as(wrong)
                    .isPresent()
                    .isNotEqualTo(Optional.of("Payment required"));
        }
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void refusesArgumentsThatAreTooLong() throws Exception {
        JsonNode result = call(MINILM, "{\"input\":\"" + "x".repeat(100_001) + "\"}", Optional.empty());

        assertThat(result.at("/structuredContent/error/code").asText()).isEqualTo("body_too_large");
    }

    private JsonNode payFor(String tool, String arguments) throws Exception {
        return call(tool, arguments, Optional.of(payment(tool, arguments)));
    }

    private JsonNode payment(String tool, String arguments) throws Exception {
        PaymentRequired required =
                PaymentRequired.parse(call(tool, arguments, Optional.empty()).path("structuredContent"));
        byte[] nonce = new byte[32];
        new SecureRandom().nextBytes(nonce);
        return new Eip3009Signer(consumer.key, Consumer.CLOCK)
                .pay(required.accepts().getFirst(), Optional.of(required.resource()), Hash32.of(nonce))
                .toJson();
    }

    private JsonNode call(String tool, String arguments, Optional<JsonNode> payment) throws Exception {
        ObjectNode meta = Json.mapper().createObjectNode();
        payment.ifPresent(json -> meta.set("x402/payment", json));
        return call(tool, arguments, meta);
    }

    private JsonNode call(String tool, String arguments, ObjectNode meta) throws Exception {
        ObjectNode parameters = Json.mapper().createObjectNode().put("name", tool);
        parameters.set("arguments", Json.read(arguments.getBytes(StandardCharsets.UTF_8), JsonNode.class));
        if (!meta.isEmpty()) {
            parameters.set("_meta", meta);
        }
        return result(send("tools/call", parameters));
    }

    private static String text(JsonNode result) {
        return result.at("/content/0/text").asText();
    }

    private static SignedReceipt receipt(JsonNode result) throws Exception {
        return Json.convert(result.at("/_meta/verigrad~1receipt"), SignedReceipt.class);
    }

    private static JsonNode result(HttpResponse<String> response) throws Exception {
        // A Streamable HTTP server may answer with JSON or with a stream of one event.
        String json = response.body()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()))
                .findFirst()
                .orElse(response.body());
        JsonNode message = Json.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(message.has("result")).as(json).isTrue();
        return message.path("result");
    }

    private HttpResponse<String> send(String method, JsonNode parameters) throws Exception {
        ObjectNode request = Json.mapper()
                .createObjectNode()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", method)
                .set("params", parameters);
        return consumer.http()
                .send(
                        message()
                                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(request)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder message() {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve("/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        if (session != null) {
            builder.header("Mcp-Session-Id", session);
        }
        return builder;
    }
}
