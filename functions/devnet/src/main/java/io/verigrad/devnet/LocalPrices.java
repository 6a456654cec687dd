package io.verigrad.devnet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.price.PriceStatement;
import io.verigrad.price.SignedPrice;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plays three markets of OPG, each with a key of its own: they state the price that stands in a file, as of now. */
final class LocalPrices implements AutoCloseable {
    static final String PAIR = "OPG/USD";

    private static final String FIRST_PRICE = "0.10\n";
    private static final int MARKETS = 3;
    private static final long VALID_SECONDS = 60;

    private final HttpServer server;
    private final Path file;
    private final List<PrivateKey> keys;
    private final TypedDataDomain domain;

    private LocalPrices(HttpServer server, Path file, List<PrivateKey> keys, TypedDataDomain domain) {
        this.server = server;
        this.file = file;
        this.keys = keys;
        this.domain = domain;
    }

    /**
     * Starts stating prices.
     *
     * @param file made here; who writes another price of one OPG in USD there moves the market
     */
    static LocalPrices start(Path file, ChainId chain, Address opg) throws IOException {
        Files.writeString(file, FIRST_PRICE);
        SecureRandom random = new SecureRandom();
        List<PrivateKey> keys = Stream.generate(() -> PrivateKey.generate(random))
                .limit(MARKETS)
                .toList();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LocalPrices prices = new LocalPrices(server, file, keys, PriceStatement.domain(chain, opg));
        server.createContext("/prices", prices::answer);
        server.start();
        return prices;
    }

    /** Where all of them state their prices. */
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/prices");
    }

    /** Whose prices they are, as a setting names them. */
    String signers() {
        return keys.stream().map(key -> key.address().toString()).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = Json.write(prices());
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (ArithmeticException | IllegalArgumentException e) {
            byte[] fault =
                    (file + ": expected the price of one OPG in USD, such as 0.10\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(500, fault.length);
            exchange.getResponseBody().write(fault);
        }
    }

    private List<SignedPrice> prices() throws IOException {
        TokenAmount price =
                new TokenAmount(new BigDecimal(Files.readString(file).strip())
                        .movePointRight(PriceStatement.DECIMALS)
                        .toBigIntegerExact());
        long now = Clock.systemUTC().instant().getEpochSecond();
        PriceStatement statement = new PriceStatement(PAIR, price, now, now + VALID_SECONDS);
        return keys.stream()
                .map(key -> SignedPrice.sign(statement, domain, key))
                .toList();
    }
}
