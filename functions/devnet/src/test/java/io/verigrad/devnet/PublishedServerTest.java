package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.ChannelClient;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.Purchase;
import io.verigrad.client.X402Client;
import io.verigrad.client.channel.ChannelBook;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.SettleResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code @x402/express}, unchanged, sells through our facilitator and through the reference's. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedServerTest {
    private static final String PATH = "/weather";
    private static final TokenAmount PRICE = TokenAmount.of(1_000);
    /** What our runners never pay, so that its balance is this class's. */
    private static final Address SELLER =
            PrivateKey.parse("0x" + "5e11e4".repeat(10) + "5e11").address();

    private static final PrivateKey CHANNEL_SELLER = PrivateKey.parse("0x" + "c4a11e".repeat(10) + "c4a1");
    private static final PrivateKey OTHER_CHANNEL_SELLER = PrivateKey.parse("0x" + "c4a11f".repeat(10) + "c4a1");

    private Devnet devnet;
    private Path directory;

    @BeforeAll
    void install(Devnet devnet, @TempDir Path directory) throws Exception {
        this.devnet = devnet;
        this.directory = directory;
        NodeScripts.install(directory, "x402-clients", "x402-clients/server", "bench");
    }

    @Test
    void ourFacilitatorSettlesWhatAPublishedClientPays() throws Exception {
        try (NodeScripts.Server server = seller(devnet.payment().url())) {
            TokenAmount before = earned();
            Path key = Directories.writeSecret(
                    directory.resolve("key"), Accounts.OTHER_PAYER.secret().toString());

            String answer = NodeScripts.run(
                            directory,
                            "x402-clients",
                            "",
                            "node",
                            "pay-v2.mjs",
                            server.url().toString(),
                            PATH,
                            "{}",
                            "@" + key)
                    .output();

            JsonNode paid = Json.mapper().readTree(answer);
            assertThat(paid.get("status").asInt()).as(answer).isEqualTo(200);
            assertSettled(SettleResponse.parse(
                    PaymentHeader.decode(paid.get("paymentResponse").asText())));
            assertThat(earned().minus(before)).isEqualTo(PRICE);
        }
    }

    @Test
    void ourClientPaysAServerWithTheReferencesFacilitator() throws Exception {
        try (NodeScripts.Server facilitator = reference();
                NodeScripts.Server server = seller(facilitator.url());
                BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(30), 100_000)) {
            TokenAmount before = earned();

            Purchase purchase = client(http, PRICE).post(server.url().resolve(PATH), json("{}"));

            assertThat(purchase).isInstanceOfSatisfying(Purchase.Bought.class, bought -> {
                assertThat(bought.status()).isEqualTo(200);
                assertThat(bought.body()).isEqualTo(json("{\"weather\":\"sunny\"}"));
                assertThat(bought.settlement()).hasValueSatisfying(this::assertSettled);
            });
            assertThat(earned().minus(before)).isEqualTo(PRICE);
        }
    }

    /** Pays in once, pays twice by word; the receiver signs what is claimed and what is given back. */
    @Test
    void ourFacilitatorServesChannelsOfPublishedParties() throws Exception {
        Path payer = Directories.writeSecret(
                directory.resolve("channel.payer"),
                Accounts.OTHER_PAYER.secret().toString());
        try (NodeScripts.Server server = channelSeller(devnet.payment().url(), CHANNEL_SELLER)) {
            NodeScripts.Finished finished = NodeScripts.run(
                    directory,
                    "x402-clients",
                    "",
                    "node",
                    "pay-channel.mjs",
                    server.url().toString(),
                    "3",
                    "@" + payer,
                    devnet.rpcUrl().toString());

            assertThat(finished.status()).as(finished.output()).isZero();
            JsonNode steps = Json.mapper().readTree(finished.output());
            assertThat(steps.get("paid"))
                    .hasSize(3)
                    .allSatisfy(call -> assertThat(call.get("status").asInt()).isEqualTo(200));
            assertThat(steps.at("/paid/0/payment/extra/channelState/balance").asText())
                    .isEqualTo("10000");
            assertThat(steps.at("/paid/0/payment/transaction").asText()).hasSize(66);
            assertThat(steps.at("/paid/2/payment/transaction").asText()).isEmpty();
            assertThat(steps.at("/claimed/claims/0/vouchers").asInt()).isEqualTo(1);
            assertThat(steps.at("/refund/amount").asText()).isEqualTo("7000");
            assertThat(balance(CHANNEL_SELLER.address())).isEqualTo(PRICE.times(3));
        }
    }

    @Test
    void ourClientPaysAPublishedServerByChannelAndGetsTheRestBack() throws Exception {
        try (NodeScripts.Server server = channelSeller(devnet.payment().url(), OTHER_CHANNEL_SELLER);
                BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(30), 100_000)) {
            TokenAmount before = balance(Accounts.OTHER_PAYER.address());
            URI weather = server.url().resolve(PATH);
            ChannelClient client = new ChannelClient(
                    ChainId.parse("eip155:84532"),
                    ClientPolicy.of(Set.of(devnet.contracts().usdc()), PRICE),
                    new ChannelClient.ChannelLimits(PRICE.times(5), PRICE.times(10), Duration.ofMinutes(15)),
                    new ChannelBook(directory.resolve("channels")),
                    http,
                    Accounts.OTHER_PAYER,
                    new SecureRandom(),
                    Clock.systemUTC());

            for (int i = 0; i < 3; i++) {
                assertThat(client.get(weather))
                        .isInstanceOfSatisfying(
                                Purchase.Bought.class,
                                bought -> assertThat(bought.status()).isEqualTo(200));
            }
            assertThat(before.minus(balance(Accounts.OTHER_PAYER.address()))).isEqualTo(PRICE.times(10));
            assertThat(client.post(server.url().resolve("/claim"), json("{}")))
                    .isInstanceOfSatisfying(
                            Purchase.Unpaid.class,
                            claimed -> assertThat(claimed.status()).isEqualTo(200));
            assertThat(client.refund(weather))
                    .isInstanceOfSatisfying(
                            Purchase.Bought.class,
                            refunded -> assertThat(
                                            refunded.settlement().orElseThrow().amount())
                                    .contains(PRICE.times(7)));
            assertThat(before.minus(balance(Accounts.OTHER_PAYER.address()))).isEqualTo(PRICE.times(3));
            assertThat(balance(OTHER_CHANNEL_SELLER.address())).isEqualTo(PRICE.times(3));
        }
    }

    @Test
    void aPayerWithoutMoneyIsToldWhy() throws Exception {
        try (NodeScripts.Server server = seller(devnet.payment().url());
                BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(30), 100_000)) {
            TokenAmount before = earned();
            PrivateKey poor = PrivateKey.parse("0x" + "9007".repeat(16));

            Purchase purchase = client(http, PRICE, poor).post(server.url().resolve(PATH), json("{}"));

            assertThat(purchase)
                    .isInstanceOfSatisfying(
                            Purchase.Refused.class,
                            refused ->
                                    assertThat(refused.detail()).isEqualTo("invalid_exact_evm_insufficient_balance"));
            assertThat(earned()).isEqualTo(before);
        }
    }

    private void assertSettled(SettleResponse settled) {
        assertThat(settled.success()).isTrue();
        assertThat(settled.transaction()).isPresent();
    }

    private X402Client client(BoundedHttp http, TokenAmount most) {
        return client(http, most, Accounts.OTHER_PAYER);
    }

    private X402Client client(BoundedHttp http, TokenAmount most, PrivateKey payer) {
        return new X402Client(
                ChainId.parse("eip155:84532"),
                ClientPolicy.of(Set.of(devnet.contracts().usdc()), most),
                http,
                payer,
                new SecureRandom(),
                Clock.systemUTC());
    }

    private NodeScripts.Server seller(URI facilitator) throws Exception {
        int port = Ports.free(1)[0];
        return NodeScripts.serve(
                directory,
                "x402-clients",
                port,
                List.of("node", "server/sell.mjs", facilitator.toString(), Integer.toString(port), SELLER.toString()));
    }

    private NodeScripts.Server channelSeller(URI facilitator, PrivateKey seller) throws Exception {
        int port = Ports.free(1)[0];
        Path key = Directories.writeSecret(
                directory.resolve("channel.seller"), seller.secret().toString());
        return NodeScripts.serve(
                directory,
                "x402-clients",
                port,
                List.of("node", "server/sell-channel.mjs", facilitator.toString(), Integer.toString(port), "@" + key));
    }

    /** Pays its gas with an account that nothing else of this network uses. */
    private NodeScripts.Server reference() throws Exception {
        int port = Ports.free(1)[0];
        Path key = Directories.writeSecret(
                directory.resolve("reference.key"), Accounts.TREASURY.secret().toString());
        return NodeScripts.serve(
                directory,
                "bench",
                port,
                List.of(
                        "node",
                        "facilitator.mjs",
                        devnet.rpcUrl().toString(),
                        Integer.toString(port),
                        key.toString(),
                        "nonce-manager"));
    }

    private TokenAmount earned() throws Exception {
        return balance(SELLER);
    }

    private TokenAmount balance(Address owner) throws Exception {
        return new Ledger(devnet).balance(owner);
    }

    private static Bytes json(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
