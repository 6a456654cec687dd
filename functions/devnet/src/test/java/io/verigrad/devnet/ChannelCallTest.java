package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.client.ChannelClient;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.Purchase;
import io.verigrad.client.channel.ChannelBook;
import io.verigrad.client.command.ExitCode;
import io.verigrad.client.command.VerigradCommand;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.devnet.reconcile.Events;
import io.verigrad.devnet.reconcile.Node;
import io.verigrad.devnet.reconcile.Reconciliation;
import io.verigrad.devnet.reconcile.SettledOnChain;
import io.verigrad.json.Json;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentHeader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A runner's calls paid by channel: in once, then by word, and claimed together. */
@ExtendWith(SharedDevnet.class)
class ChannelCallTest {
    private static final String CHAT_PATH = "/v1/chat/completions";
    private static final String CHAT = "{\"model\":\"tiny-decoder\",\"max_completion_tokens\":8,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello channel\"}]}";
    private static final TokenAmount PRICE = TokenAmount.of(500);

    /** Whom nobody trusts with a debt waits for no block: what is paid lies ready. */
    @Test
    void ourClientPaysInOnceAndIsChargedWhatItsCallsUsed(Devnet devnet, @TempDir Path directory) throws Exception {
        TokenAmount before = new Ledger(devnet).balanceAtRest(Accounts.UNTRUSTED_PAYER.address());
        List<Receipt> receipts = new ArrayList<>();
        TokenAmount charged = TokenAmount.ZERO;
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(30), 1 << 20)) {
            URI chat = devnet.runner().url().resolve(CHAT_PATH);
            for (int i = 0; i < 3; i++) {
                Purchase.Bought bought =
                        bought(client(devnet, directory.resolve("book"), http).post(chat, json(CHAT)));
                JsonNode extra = bought.settlement().orElseThrow().extra().orElseThrow();
                TokenAmount charge =
                        TokenAmount.parse(extra.path("chargedAmount").asText());
                assertThat(charge).isGreaterThan(TokenAmount.ZERO).isLessThan(PRICE);
                charged = charged.plus(charge);
                assertThat(extra.at("/channelState/chargedCumulativeAmount").asText())
                        .isEqualTo(charged.toString());
                receipts.add(receiptOf(devnet, bought));
            }
            assertThat(before.minus(new Ledger(devnet).balance(Accounts.UNTRUSTED_PAYER.address())))
                    .as("paid in once")
                    .isEqualTo(PRICE.times(10));

            // A book that is lost is found again, since the runner shows what was signed.
            Purchase.Bought corrected = bought(client(devnet, directory.resolve("empty"), http)
                    .post(chat, json(CHAT.replace("Hello", "Goodbye"))));
            receipts.add(receiptOf(devnet, corrected));
        }
        assertSettled(devnet, receipts);
        assertUnderARoot(devnet, receipts.getFirst());
    }

    @Test
    void aPublishedClientPaysByChannel(Devnet devnet, @TempDir Path directory) throws Exception {
        NodeScripts.install(directory, "x402-clients");
        Path payer = Directories.writeSecret(
                directory.resolve("channel.payer"),
                Accounts.OTHER_PAYER.secret().toString());

        NodeScripts.Finished finished = NodeScripts.run(
                directory,
                "x402-clients",
                "",
                "node",
                "call-by-channel.mjs",
                devnet.runner().url().toString(),
                CHAT_PATH,
                CHAT,
                "3",
                "@" + payer,
                devnet.rpcUrl().toString());

        assertThat(finished.status()).as(finished.output()).isZero();
        JsonNode calls = Json.mapper().readTree(finished.output());
        assertThat(calls).hasSize(3);
        List<Receipt> receipts = new ArrayList<>();
        TokenAmount charged = TokenAmount.ZERO;
        for (JsonNode call : calls) {
            assertThat(call.path("status").asInt()).as(finished.output()).isEqualTo(200);
            Receipt receipt = Json.convert(
                            PaymentHeader.decode(call.path("receipt").asText()), SignedReceipt.class)
                    .receipt();
            charged = charged.plus(receipt.charge());
            assertThat(call.at("/payment/extra/channelState/chargedCumulativeAmount")
                            .asText())
                    .isEqualTo(charged.toString());
            receipts.add(receipt);
        }
        assertSettled(devnet, receipts);
    }

    @Test
    void theCommandPaysByChannelAndVerifiesTheReceipt(Devnet devnet, @TempDir Path directory) throws Exception {
        Path network = directory.resolve("network.json");
        devnet.writeNetworkFile(network);
        Path saved = directory.resolve("receipt.json");
        for (int i = 0; i < 2; i++) {
            StringWriter err = new StringWriter();
            int exit = VerigradCommand.commandLine()
                    .setOut(new PrintWriter(new StringWriter()))
                    .setErr(new PrintWriter(err, true))
                    .execute(
                            "call",
                            devnet.runner().url().toString(),
                            CHAT_PATH,
                            CHAT,
                            "--network",
                            network.toString(),
                            "--scheme",
                            "channel",
                            "--deposit",
                            "2000",
                            "--save",
                            saved.toString());
            assertThat(exit).as("%s", err).isEqualTo(ExitCode.OK);
        }
        assertSettled(
                devnet,
                List.of(Json.read(Files.readAllBytes(saved), SignedReceipt.class)
                        .receipt()));
    }

    private static Bytes json(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ChannelClient client(Devnet devnet, Path book, BoundedHttp http) {
        return new ChannelClient(
                new ChainId(84532),
                ClientPolicy.of(Set.of(devnet.contracts().usdc()), PRICE),
                new ChannelClient.ChannelLimits(PRICE.times(10), PRICE.times(20), Duration.ofDays(1)),
                new ChannelBook(book),
                http,
                Accounts.UNTRUSTED_PAYER,
                new SecureRandom(),
                Clock.systemUTC());
    }

    private static Purchase.Bought bought(Purchase purchase) {
        assertThat(purchase).isInstanceOf(Purchase.Bought.class);
        Purchase.Bought bought = (Purchase.Bought) purchase;
        assertThat(bought.status())
                .as(new String(bought.body().toArray(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return bought;
    }

    private static Receipt receiptOf(Devnet devnet, Purchase.Bought bought) throws Exception {
        Hash32 id = Hash32.parse(bought.settlement()
                .orElseThrow()
                .extensions()
                .orElseThrow()
                .at("/verigrad/receiptId")
                .asText());
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(30), 1 << 20)) {
            byte[] body = http.send(HttpRequest.newBuilder(devnet.runner().url().resolve("/v1/receipts/" + id))
                            .build())
                    .body();
            return Json.read(body, SignedReceipt.class).receipt();
        }
    }

    /** The enclave signed for what was claimed together, and the contract remembers when that was. */
    private static void assertUnderARoot(Devnet devnet, Receipt receipt) throws Exception {
        Hash32 transaction =
                new Ledger(devnet).awaitFinal(receipt.paymentId()).transaction().orElseThrow();
        try (Connection ledger = devnet.connectToLedger();
                PreparedStatement query = ledger.prepareStatement("select root from batch where transaction_hash = ?");
                Node node = new Node(devnet.rpcUrl())) {
            query.setBytes(1, transaction.toArray());
            ResultSet rows = query.executeQuery();
            rows.next();
            Bytes call = Bytes.concat(Selector.of("committedAt(bytes32)"), Bytes.of(rows.getBytes(1)));
            JsonNode answer =
                    node.ask("eth_call", Map.of("to", devnet.contracts().channelClaims(), "data", call), "latest");
            assertThat(Hash32.parse(answer.asText()).isZero()).isFalse();
        }
    }

    private static void assertSettled(Devnet devnet, List<Receipt> receipts) throws Exception {
        for (Receipt receipt : receipts) {
            assertThat(receipt.scheme()).isEqualTo(Scheme.CHANNEL);
            assertThat(new Ledger(devnet).awaitFinal(receipt.paymentId()).state())
                    .isEqualTo("SETTLED");
        }
        try (Connection ledger = devnet.connectToLedger();
                Node node = new Node(devnet.rpcUrl())) {
            assertThat(new Reconciliation(
                                    ledger,
                                    new SettledOnChain(node, devnet.contracts().settlement()),
                                    new Events(devnet.broker().bootstrapServers()))
                            .differences())
                    .noneMatch(difference -> difference.startsWith("channel "))
                    .noneMatch(difference -> receipts.stream()
                            .anyMatch(receipt ->
                                    difference.contains(receipt.paymentId().toString())));
        }
    }
}
