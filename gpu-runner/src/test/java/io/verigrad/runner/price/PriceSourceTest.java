package io.verigrad.runner.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.price.PriceFeed;
import io.verigrad.price.PriceRules;
import io.verigrad.price.PriceState;
import io.verigrad.price.PriceStatement;
import io.verigrad.price.SignedPrice;
import io.verigrad.runner.TestClock;
import io.verigrad.runner.standin.Network;
import io.verigrad.value.TokenAmount;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceSourceTest {
    private final TestClock clock = new TestClock();
    private final PrivateKey signer = PrivateKey.generate(new Random(1));
    private final SignedPrice price = SignedPrice.sign(
            new PriceStatement(
                    "OPG/USD",
                    TokenAmount.parse("73100000000000000"),
                    clock.instant().getEpochSecond(),
                    clock.instant().getEpochSecond() + 60),
            PriceStatement.domain(Network.CHAIN, Network.USDC),
            signer);
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile int status = 200;
    private volatile byte[] body = Json.write(price);
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.close();
    }

    private PriceSource source() {
        return source(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    private PriceSource source(URI address) {
        return new PriceSource(address, http, Duration.ofSeconds(5));
    }

    @Test
    void readsOnePriceOrSeveral() throws Exception {
        assertThat(source().fetch()).containsExactly(price);

        body = Json.write(List.of(price, price));
        assertThat(source().fetch()).containsExactly(price, price);
    }

    @Test
    void readsFiles(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("price.json"), body);
        assertThat(source(file.toUri()).fetch()).containsExactly(price);

        assertThatThrownBy(() -> source(folder.resolve("none").toUri()).fetch())
                .isInstanceOf(PriceSourceException.class);
    }

    @Test
    void refusesWhatIsNoPrice() {
        for (String wrong : List.of("", "{", "{}", "[1]", "\"0.07\"", "null")) {
            body = wrong.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> source().fetch()).as(wrong).isInstanceOf(PriceSourceException.class);
        }
        body = ("[" + "{},".repeat(64) + "{}]").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> source().fetch()).hasMessageContaining("expected at most 64 prices, found 65");
        body = new byte[1 << 17];
        assertThatThrownBy(() -> source().fetch()).isInstanceOf(PriceSourceException.class);
        body = Json.write(price);
        status = 404;
        assertThatThrownBy(() -> source().fetch()).hasMessageContaining("expected status 200, found 404");
    }

    @Test
    void takesNoAddressOfAnotherKind() {
        assertThatThrownBy(() -> source(URI.create("ftp://example.com/price")))
                .hasMessageContaining("expected addresses of https, http or file");
    }

    @Test
    void feedsWhatSourcesSayWhileAnotherIsAway() throws Exception {
        PriceFeed feed = new PriceFeed(
                new PriceRules(
                        PriceStatement.domain(Network.CHAIN, Network.USDC),
                        "OPG/USD",
                        Set.of(signer.address()),
                        1,
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        0,
                        1_000,
                        Duration.ZERO),
                clock);
        PriceLoop loop = new PriceLoop(
                "OPG/USD",
                List.of(source(URI.create("http://127.0.0.1:1/")), source()),
                feed,
                Duration.ofMillis(10),
                clock);
        assertThat(loop.age()).isNaN();
        try (loop) {
            loop.start();
            for (int i = 0; i < 1_000 && Double.isNaN(loop.age()); i++) {
                Thread.sleep(10);
            }
        }

        assertThat(feed.state())
                .isEqualTo(new PriceState.Believed(
                        price.statement().price(), price.statement().observedAt()));
        clock.advance(Duration.ofSeconds(7));
        assertThat(loop.age()).isEqualTo(7);
    }
}
