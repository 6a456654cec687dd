package io.verigrad.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.explorer.measure.LedgerGauges;
import io.verigrad.json.Json;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@Timeout(60)
class ExplorerTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TestHTTPResource
    URI base = URI.create("");

    @Inject
    Rows rows;

    @Inject
    LedgerGauges gauges;

    @Test
    void listsCallsNewestFirstInPages() throws Exception {
        Address payer = Rows.address("payer of seven");
        List<Hash32> made =
                IntStream.range(0, 7).mapToObj(i -> rows.reserved(payer)).toList();

        List<String> listed = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            JsonNode page = json("/api/calls?limit=3&payer=" + payer + next);
            page.get("items").forEach(call -> listed.add(call.get("paymentId").asText()));
            next = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
            pages++;
        } while (!next.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(listed)
                .containsExactlyElementsOf(
                        made.reversed().stream().map(Hash32::toString).toList());
    }

    @Test
    void showsTheLedgerInNumbers() throws Exception {
        rows.reserved(Rows.address("payer of numbers"));
        rows.affirmed(Rows.address("payer that owes"));
        JournalEntry entry = rows.settling();
        rows.broadcast(entry);
        rows.settled(entry, true);

        gauges.refresh().await().indefinitely();

        String metrics = HTTP.send(
                        HttpRequest.newBuilder(base.resolve("/q/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(metrics)
                .containsPattern("(?m)^verigrad_ledger_recent_payments\\{state=\"RESERVED\"} [1-9]")
                .containsPattern("(?m)^verigrad_ledger_open_payments\\{state=\"RESERVED\"} [1-9]")
                .contains("verigrad_ledger_nearest_deadline_seconds{")
                .containsPattern("(?m)^verigrad_ledger_owing_payers\\{asset=\"0x[0-9a-f]{40}\"} [1-9]")
                .containsPattern("(?m)^verigrad_ledger_owed_value\\{asset=\"0x[0-9a-f]{40}\"} [1-9]");
        assertThat(metrics)
                .as("who paid")
                .doesNotContain(Rows.address("payer of numbers").toString());
    }

    @Test
    void tellsTheWholeWayOfACall() throws Exception {
        Address payer = Rows.address("payer of a batch");
        SignedReceipt first = rows.affirmed(payer);
        SignedReceipt second = rows.affirmed(payer);
        SignedReceipt third = rows.affirmed(payer);
        JournalEntry entry = rows.settling();
        assertThat(settlement(first).has("transaction"))
                .as("a hash that was not broadcast")
                .isFalse();
        rows.broadcast(entry);

        JsonNode call = json("/api/calls/" + second.receipt().paymentId());

        assertThat(call.at("/call/state").asText()).isEqualTo("SETTLING");
        assertThat(call.at("/call/assurance").asText()).isEqualTo("UNATTESTED");
        assertThat(call.at("/call/charge").asText()).isEqualTo("1000");
        assertThat(Json.convert(call.get("receipt"), SignedReceipt.class)).isEqualTo(second);
        assertThat(call.at("/appraisals/0/status").asText()).isEqualTo("AFFIRMING");
        assertThat(call.at("/settlement/transaction").asText())
                .isEqualTo(entry.hash().toString());
        assertThat(call.at("/split/outcome").asText()).isEqualTo("unavailable");
        assertThat(call.toString()).as("the payer's signature").doesNotContain("00".repeat(65));
        JsonNode batch = json("/api/batches/" + call.at("/settlement/root").asText());
        assertThat(batch.get("count").asInt()).isEqualTo(batch.get("items").size());
        Hash32 root = Hash32.parse(batch.get("root").asText());
        for (JsonNode item : batch.get("items")) {
            Hash32 leaf = Hash32.parse(item.get("receiptId").asText());
            assertThat(MerkleTree.includes(root, leaf, hashes(item.get("proof"))))
                    .isTrue();
        }
        assertThat(MerkleTree.includes(root, second.id(), hashes(call.at("/settlement/proof"))))
                .isTrue();
        assertThat(texts(batch.get("items"), "receiptId"))
                .contains(first.id().toString(), third.id().toString());
        assertThat(texts(json("/api/batches").get("items"), "root")).contains(root.toString());
        assertThat(kinds(root.toString())).containsExactly("batch");
        assertThat(kinds(entry.hash().toString())).containsExactly("batch");
    }

    @Test
    void saysWhyACallWasRefused() throws Exception {
        SignedReceipt receipt = rows.refused(Rows.address("payer of nothing"));

        JsonNode call = json("/api/calls/" + receipt.receipt().paymentId());

        assertThat(call.at("/call/state").asText()).isEqualTo("CONTRAINDICATED");
        assertThat(call.at("/call/reasons/0").asText()).isEqualTo("price_mismatch");
        assertThat(call.at("/appraisals/0/reasons/1").asText()).isEqualTo("key_not_good");
    }

    @Test
    void countsWhatWasSettledAndNothingElse() throws Exception {
        Address payer = Rows.address("payer of three");
        rows.affirmed(Rows.address("payer of one"));
        rows.settled(rows.settling(), false);
        long before =
                json("/api/models/" + Rows.hash("model")).at("/model/calls").asLong();
        rows.affirmed(payer);
        rows.affirmed(payer);
        rows.affirmed(payer);
        JournalEntry entry = rows.settling();
        rows.broadcast(entry);
        assertThat(json("/api/payers/" + payer).get("totals")).as("not final").isEmpty();

        rows.settled(entry, true);

        JsonNode spend = json("/api/payers/" + payer);
        assertThat(spend.at("/totals/0/calls").asInt()).isEqualTo(2);
        assertThat(spend.at("/totals/0/charged").asText()).isEqualTo("2000");
        assertThat(spend.at("/days/0/charged").asText()).isEqualTo("2000");
        JsonNode model = json("/api/models/" + Rows.hash("model"));
        assertThat(model.at("/model/calls").asLong()).isEqualTo(before + 2);
        assertThat(model.at("/model/offer/flatPrice").asText()).isEqualTo("1000");
        assertThat(model.at("/earned/0/payTo").asText())
                .isEqualTo(Rows.address("vault").toString());
        assertThat(model.at("/earned/0/charged").asText()).isEqualTo(1000 * (before + 2) + "");
        assertThat(texts(json("/api/models").get("items"), "modelDigest"))
                .contains(Rows.hash("model").toString());
        assertThat(kinds(Rows.hash("model").toString())).containsExactly("model");
    }

    @Test
    void findsCallsPayersAndEnclavesByTheirNames() throws Exception {
        Address payer = Rows.address("payer to find");
        SignedReceipt receipt = rows.served(payer);

        assertThat(kinds(receipt.id().toString())).containsExactly("call");
        assertThat(kinds(receipt.receipt().paymentId().toString().substring(2))).containsExactly("call");
        assertThat(kinds(payer.toString().toUpperCase(java.util.Locale.ROOT).replace("0X", "0x")))
                .containsExactly("payer");
        assertThat(kinds(Rows.ENCLAVE.address().toString())).containsExactly("enclave");
        assertThat(kinds(Rows.hash("nobody").toString())).isEmpty();
        assertThat(Json.convert(json("/api/receipts/" + receipt.id()), SignedReceipt.class))
                .isEqualTo(receipt);
    }

    @Test
    void listsEnclavesWithoutTheChain() throws Exception {
        rows.reserved(Rows.address("anybody"));

        JsonNode enclaves = json("/api/enclaves").get("items");

        assertThat(texts(enclaves, "key")).contains(Rows.ENCLAVE.address().toString());
        assertThat(texts(enclaves, "standing")).containsOnly("unknown");
    }

    @Test
    void tellsOfACallAsItComes() throws Exception {
        HttpResponse<InputStream> live = HTTP.send(
                HttpRequest.newBuilder(base.resolve("/api/live")).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
            Hash32 paymentId = rows.reserved(Rows.address("live payer"));

            assertThat(lines.lines().anyMatch(line -> line.contains(paymentId.toString())))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/calls?limit=0",
                "/api/calls?limit=101",
                "/api/calls?cursor=1",
                "/api/calls?cursor=99999999999999999999-00",
                "/api/calls?payer=0x12",
                "/api/calls/%3Cscript%3E",
                "/api/receipts/0x00",
                "/api/models/0x00",
                "/api/payers/0x00",
                "/api/batches?cursor=-1",
                "/api/batches/0xzz",
                "/api/search?q=",
                "/api/search?q=%27%3B%20drop%20table%20payment"
            })
    void refusesWhatIsMalformed(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(Json.mapper().readTree(answer.body()).get("detail").asText())
                .startsWith("expected ")
                .doesNotContain("script", "drop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/calls/", "/api/receipts/", "/api/batches/", "/api/models/"})
    void saysThatANameIsUnknown(String path) throws Exception {
        assertThat(get(path + Rows.hash("nobody")).statusCode()).isEqualTo(404);
    }

    @Test
    void servesThePageUnderAStrictPolicy() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Verigrad").doesNotContain("style=", "onclick");
        assertThat(page.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self';", "require-trusted-types-for 'script'")
                        .doesNotContain("unsafe"));
        assertThat(get("/vendor/@noble/curves/secp256k1.js").statusCode()).isEqualTo(200);
        assertThat(json("/api/network").at("/assets/0/symbol").asText()).isEqualTo("USDC");
        assertThat(json("/api/network").get("runnerUrl").asText()).isEqualTo("http://127.0.0.1:9");
        assertThat(json("/api/network").get("testWallet").asText()).startsWith("0x59c6995e");
    }

    private JsonNode settlement(SignedReceipt receipt) throws Exception {
        return json("/api/calls/" + receipt.receipt().paymentId()).get("settlement");
    }

    private List<String> kinds(String name) throws Exception {
        return texts(json("/api/search?q=" + name).get("items"), "kind");
    }

    private static List<String> texts(JsonNode items, String member) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.get(member).asText())
                .toList();
    }

    private static List<Hash32> hashes(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> Hash32.parse(item.asText()))
                .toList();
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.mapper().readTree(answer.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/$", "") + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
