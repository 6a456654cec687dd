package io.verigrad.chain;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerifiedChainTest {
    private static final Address CONTRACT = Address.parse("0x209693Bc6afc0C5328bA36FaF03C514EF312287C");

    @Test
    void refusesANodeOfAnotherChainBeforeItIsUsed() throws Exception {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String result = request.contains("eth_chainId") ? "0x1" : "0x6001";
            String id = request.replaceAll(".*\"id\":(\\d+).*", "$1");
            byte[] answer = ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"" + result + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        node.start();
        URI url = URI.create("http://127.0.0.1:" + node.getAddress().getPort());

        try (Chain chain =
                Chain.connect(new ChainConfig(url, new ChainId(84532), CONTRACT, CONTRACT, Duration.ofSeconds(5)))) {
            assertThatThrownBy(() -> new VerifiedChain(chain).get())
                    .isInstanceOf(ChainUnavailableException.class)
                    .hasMessageContaining("expected chain eip155:84532, found eip155:1");
        } finally {
            node.stop(0);
        }
    }
}
