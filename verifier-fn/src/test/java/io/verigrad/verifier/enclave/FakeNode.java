package io.verigrad.verifier.enclave;

import com.sun.net.httpserver.HttpServer;
import io.verigrad.chain.Block;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A node of a chain of one block. */
final class FakeNode implements AutoCloseable {
    private final HttpServer server;

    FakeNode(Block block) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String id = request.replaceAll(".*\"id\":(\\d+).*", "$1");
            byte[] answer = ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result(request, block) + "}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static String result(String request, Block block) {
        if (request.contains("eth_chainId")) {
            return "\"0x14a34\"";
        }
        if (request.contains("eth_getCode")) {
            return "\"0x6001\"";
        }
        boolean other = request.contains("eth_getBlockByHash")
                && !request.contains(block.hash().toString());
        return other
                ? "null"
                : "{\"number\":\"0x%x\",\"hash\":\"%s\",\"timestamp\":\"0x%x\"}"
                        .formatted(block.number(), block.hash(), block.timestamp());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
