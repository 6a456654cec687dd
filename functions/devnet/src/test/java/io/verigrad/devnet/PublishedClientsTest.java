package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.json.Json;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published x402 clients, unchanged, and a receipt checker that shares no code with the services. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedClientsTest {
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String BODY = "{\"model\":\"all-minilm-l6-v2\",\"input\":\"paid by a client of others\"}";

    private Devnet devnet;
    private Path directory;

    @BeforeAll
    void install(Devnet devnet, @TempDir Path directory) throws Exception {
        this.devnet = devnet;
        this.directory = directory;
        NodeScripts.install(
                directory,
                "x402-clients",
                "x402-clients/v1",
                "x402-clients/axios",
                "x402-clients/faremeter",
                "x402-clients/mcp",
                "x402-clients/extensions");
    }

    /** In order: {@code @x402/fetch}, {@code x402-fetch} (version 1), {@code @x402/axios}, {@code @faremeter/fetch}. */
    @ParameterizedTest
    @ValueSource(strings = {"pay-v2.mjs", "v1/pay-v1.mjs", "axios/pay-axios.mjs", "faremeter/pay-faremeter.mjs"})
    void paysAndItsReceiptHolds(String script) throws Exception {
        TokenAmount before = new Ledger(devnet).balanceAtRest(Accounts.OTHER_PAYER.address());

        String answer = pay(script);

        assertThat(check(answer, EMBEDDINGS, BODY)).isZero();
        SignedReceipt receipt = receipt(answer);
        assertThat(new Ledger(devnet).awaitFinal(receipt.receipt().paymentId()).state())
                .isEqualTo("SETTLED");
        TokenAmount after = new Ledger(devnet).balance(Accounts.OTHER_PAYER.address());
        assertThat(before.minus(after)).isEqualTo(receipt.receipt().charge());
    }

    /** The receipt of a tool's call is that of the request it stands for. */
    @Test
    void theClientOfTheModelContextProtocolPaysForATool() throws Exception {
        Path key = Directories.writeSecret(
                directory.resolve("key"), Accounts.OTHER_PAYER.secret().toString());
        String request = "{\"input\":\"asked for by an agent\",\"model\":\"all-minilm-l6-v2\"}";

        String answer = NodeScripts.run(
                        directory,
                        "x402-clients",
                        "",
                        "node",
                        "mcp/pay-mcp.mjs",
                        devnet.runner().url().toString(),
                        "all-minilm-l6-v2",
                        "{\"input\":\"asked for by an agent\"}",
                        "@" + key)
                .output();

        JsonNode paid = Json.mapper().readTree(answer);
        assertThat(paid.path("status").asInt()).as(answer).isEqualTo(200);
        assertThat(paid.at("/paymentResponse/success").asBoolean()).isTrue();
        assertThat(check(answer, EMBEDDINGS, request)).isZero();
        assertThat(new Ledger(devnet)
                        .awaitFinal(receipt(answer).receipt().paymentId())
                        .state())
                .isEqualTo("SETTLED");
    }

    /** x402's own package takes x402's own offers and receipt, and the enclave's key has signed them. */
    @Test
    void offersAndReceiptsOfX402AreSignedByTheEnclave() throws Exception {
        Path key = Directories.writeSecret(
                directory.resolve("key"), Accounts.OTHER_PAYER.secret().toString());

        String output = NodeScripts.run(
                        directory,
                        "x402-clients",
                        "",
                        "node",
                        "extensions/offer-receipt.mjs",
                        devnet.runner().url().toString(),
                        EMBEDDINGS,
                        BODY,
                        "@" + key)
                .output();

        JsonNode judged = Json.mapper().readTree(output);
        assertThat(judged.path("status").asInt()).as(output).isEqualTo(200);
        SignedReceipt ours =
                ReceiptCodec.fromHeader(judged.get("verigradReceipt").asText());
        Address enclave = ours.receipt().enclaveKey();
        assertThat(judged.get("offers").asInt()).isPositive();
        for (JsonNode signer : judged.get("offerSigners")) {
            assertThat(Address.parse(signer.asText())).isEqualTo(enclave);
        }
        assertThat(Address.parse(judged.get("receiptSigner").asText())).isEqualTo(enclave);
        assertThat(judged.get("offersAreOfTheTerms").asBoolean()).isTrue();
        assertThat(judged.get("receiptIsOfTheOffer").asBoolean()).isTrue();
        new Ledger(devnet).awaitFinal(ours.receipt().paymentId());
    }

    @Test
    void paysByPermit2() throws Exception {
        assertThat(charged(EMBEDDINGS, BODY, "exact")).isEqualTo(TokenAmount.of(1_000));
    }

    @Test
    void paysForWhatItUses() throws Exception {
        String chat = "{\"model\":\"tiny-decoder\",\"max_completion_tokens\":8,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}";

        assertThat(charged("/v1/chat/completions", chat, "upto")).isBetween(TokenAmount.of(3), TokenAmount.of(499));
    }

    /** What a call by Permit2 cost, which receipt, ledger and chain agree on. */
    private TokenAmount charged(String path, String body, String scheme) throws Exception {
        Ledger ledger = new Ledger(devnet);
        TokenAmount before = ledger.balanceAtRest(Accounts.OTHER_PAYER.address());

        String answer = pay("pay-permit2.mjs", path, body, devnet.rpcUrl().toString(), scheme);

        assertThat(check(answer, path, body)).isZero();
        Receipt receipt = receipt(answer).receipt();
        assertThat(ledger.awaitFinal(receipt.paymentId()).state()).isEqualTo("SETTLED");
        assertThat(before.minus(ledger.balance(Accounts.OTHER_PAYER.address()))).isEqualTo(receipt.charge());
        return receipt.charge();
    }

    /** x402's own package signs in, and gets the answer of before with its receipt. */
    @Test
    void whoHasPaidSignsInAndGetsTheAnswerAgain() throws Exception {
        Path key = Directories.writeSecret(
                directory.resolve("key"), Accounts.OTHER_PAYER.secret().toString());

        String output = NodeScripts.run(
                        directory,
                        "x402-clients",
                        "",
                        "node",
                        "extensions/sign-in.mjs",
                        devnet.runner().url().toString(),
                        EMBEDDINGS,
                        BODY.replace("paid by", "paid once by"),
                        "@" + key)
                .output();

        JsonNode answers = Json.mapper().readTree(output);
        assertThat(answers.path("status").asInt()).as(output).isEqualTo(200);
        assertThat(answers.path("statusAgain").asInt()).as(output).isEqualTo(200);
        assertThat(answers.get("sameBody").asBoolean()).isTrue();
        assertThat(answers.get("receiptAgain")).isEqualTo(answers.get("receipt"));
        new Ledger(devnet)
                .awaitFinal(ReceiptCodec.fromHeader(answers.get("receipt").asText())
                        .receipt()
                        .paymentId());
    }

    @Test
    void theCheckerRefusesAnAnswerThatWasChanged() throws Exception {
        String answer = pay("pay-v2.mjs");
        String otherBody = BODY.replace("client of others", "nobody at all");

        assertThat(check(answer, EMBEDDINGS, BODY)).isZero();
        assertThat(check(answer, EMBEDDINGS, otherBody)).isNotZero();
        // The next test compares balances.
        new Ledger(devnet).awaitFinal(receipt(answer).receipt().paymentId());
    }

    private String pay(String script) throws Exception {
        return pay(script, EMBEDDINGS, BODY);
    }

    private String pay(String script, String path, String body, String... more) throws Exception {
        Path key = Directories.writeSecret(
                directory.resolve("key"), Accounts.OTHER_PAYER.secret().toString());
        List<String> command =
                new ArrayList<>(List.of("node", script, devnet.runner().url().toString(), path, body, "@" + key));
        command.addAll(List.of(more));
        String answer = NodeScripts.run(directory, "x402-clients", "", command.toArray(String[]::new))
                .output();
        JsonNode paid = Json.mapper().readTree(answer);
        assertThat(paid.get("status").asInt()).as(answer).isEqualTo(200);
        return answer;
    }

    private static SignedReceipt receipt(String answer) throws Exception {
        return ReceiptCodec.fromHeader(
                Json.mapper().readTree(answer).get("receipt").asText());
    }

    private int check(String answer, String path, String body) throws Exception {
        return NodeScripts.run(
                        directory,
                        "x402-clients",
                        answer,
                        "node",
                        "check-receipt.mjs",
                        "84532",
                        devnet.contracts().settlement().toString(),
                        path,
                        body)
                .status();
    }
}
