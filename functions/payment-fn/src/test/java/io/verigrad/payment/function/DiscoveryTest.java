package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.verigrad.x402.ResourceInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class DiscoveryTest extends PaymentFnTest {
    private static final String INFO = """
            {"info":{"input":{"type":"http","method":"GET"},"output":{"type":"json"}},"schema":{"type":"object"}}""";

    private final Address payee = PrivateKey.parse(fresh().toString()).address();

    @Test
    void listsWhatWasPaidForAndNothingBefore() throws Exception {
        String request = request("https://weather.example/v1/tomorrow", INFO);
        assertThat(post("verify", request).text()).contains("\"isValid\":true");
        assertThat(listed()).isEmpty();

        assertThat(post("settle", request).text()).contains("\"success\":true");

        assertThat(listed()).hasSize(1);
        JsonNode item = listed().path(0);
        assertThat(item.path("resource").asText()).isEqualTo("https://weather.example/v1/tomorrow");
        assertThat(item.path("type").asText()).isEqualTo("http");
        assertThat(item.path("x402Version").asInt()).isEqualTo(2);
        assertThat(item.at("/accepts/0/payTo").asText()).isEqualTo(payee.toString());
        assertThat(item.path("description").asText()).isEqualTo("The weather of tomorrow");
        assertThat(item.path("lastUpdated").asText()).startsWith("20").endsWith("Z");
        assertThat(item.at("/extensions/bazaar/info/input/method").asText()).isEqualTo("GET");
        assertThat(get("supported").json().path("extensions").toString()).contains("bazaar");
    }

    @Test
    void searchesByWordsWithPages() throws Exception {
        post("settle", request("https://weather.example/today", INFO));
        post("settle", request("https://weather.example/yesterday", INFO));
        String search = "discovery/search?payTo=" + payee + "&limit=1&query=" + encoded("weather example");

        JsonNode first = get(search).json();
        JsonNode second = get(search + "&cursor="
                        + first.at("/pagination/cursor").asText())
                .json();

        assertThat(first.path("resources")).hasSize(1);
        assertThat(second.path("resources")).hasSize(1);
        assertThat(second.at("/resources/0/resource")).isNotEqualTo(first.at("/resources/0/resource"));
        assertThat(second.at("/pagination/cursor").isNull()).isTrue();
        assertThat(get("discovery/search?query=nothing-like-this").json().path("resources"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"info\":{}}",
                "{\"info\":{\"input\":{\"type\":\"gopher\"}}}",
                "{}",
            })
    void settlesButDoesNotListWhatIsNotDescribed(String bazaar) throws Exception {
        assertThat(post("settle", request("https://weather.example", bazaar)).text())
                .contains("\"success\":true");
        assertThat(listed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "https://user:password@weather.example", "no url", "file:///etc"})
    void listsNoAddressThatIsNotOfTheWeb(String url) throws Exception {
        assertThat(post("settle", request(url, INFO)).text()).contains("\"success\":true");
        assertThat(listed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resources?limit=0",
                "resources?limit=101",
                "resources?limit=x",
                "resources?offset=-1",
                "resources?payTo=0x12",
                "search",
                "search?query=%00a",
                "search?query=a&cursor=next",
            })
    void saysWhichParameterIsWrong(String path) {
        Answer answer = get("discovery/" + path);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.member("error")).contains("expected").doesNotContain("Exception");
    }

    /** The ledger keeps no such character, and the payer has paid. */
    @Test
    void settlesWhatHoldsTheCharacterZero() throws Exception {
        String noted = request("https://weather.example/zero", INFO.replace("{\"", "{\"a\\u0000\":\"\\u0000\",\""));
        String described = request("https://weather.example/described", INFO).replace("of tomorrow", "\\u0000");
        String named = request("https://weather.example/named", INFO)
                .replace("\"extensions\":{", "\"extensions\":{\"a\\u0000\":{},");

        for (String request : List.of(noted, described, named)) {
            assertThat(request).contains("\\u0000");
            assertThat(post("settle", request).text()).contains("\"success\":true");
        }
        assertThat(listed()).hasSize(3);
    }

    private JsonNode listed() {
        return get("discovery/resources?payTo=" + payee).json().path("items");
    }

    private String request(String url, String bazaar) throws Exception {
        PaymentRequirements terms = CheckBody.requirements(10_000, payee);
        ObjectNode extensions = Json.mapper().createObjectNode();
        extensions.set("bazaar", Json.read(bazaar.getBytes(StandardCharsets.UTF_8), JsonNode.class));
        PaymentPayload signed = CheckBody.payment(payer(50_000), terms, payee, 10_000, 600, fresh());
        PaymentPayload payment = PaymentPayload.v2(
                terms,
                Optional.of(ResourceInfo.of(url, "The weather of tomorrow", "application/json")),
                signed.payload(),
                Optional.of(extensions));
        return new FacilitatorRequest(payment, terms).toJson().toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
