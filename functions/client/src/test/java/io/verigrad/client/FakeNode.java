package io.verigrad.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A loopback server that answers {@code eth_chainId} and {@code eth_call}. */
public final class FakeNode implements AutoCloseable {
    private final HttpServer server;

    /** The result of {@code eth_chainId}, as JSON. */
    public String chainId = "\"0x14a34\"";

    /** The result of {@code eth_call}, as JSON. */
    public String epoch = quoted(epoch(0, TestEnclave.NOW - 10, TestEnclave.NOW + 10, 0));

    public int status = 200;

    /** How many requests are refused because a block came in that moment. */
    public int betweenBlocks;

    public FakeNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String result = isCall(exchange.getRequestBody().readAllBytes()) ? epoch : chainId;
            String member = betweenBlocks-- > 0
                    ? "\"error\":{\"code\":-32602,\"message\":\"BlockOutOfRangeError: 8 of 7\"}"
                    : "\"result\":" + result;
            byte[] body = ("{\"jsonrpc\":\"2.0\",\"id\":1," + member + "}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** The words of an epoch as the contract answers them. */
    public static Bytes epoch(long maxAssurance, long validFrom, long validUntil, long revokedAt) {
        return StructEncoder.untyped()
                .address(Address.ZERO)
                .uint(maxAssurance)
                .uint(validFrom)
                .uint(validUntil)
                .uint(revokedAt)
                .bytes32(Hash32.ZERO)
                .encoded();
    }

    /** A JSON string. */
    public static String quoted(Bytes value) {
        return "\"" + value + "\"";
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v2/secret-key");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static boolean isCall(byte[] request) throws IOException {
        try {
            return Json.read(request, JsonNode.class).get("method").asText().equals("eth_call");
        } catch (MalformedJsonException e) {
            throw new IOException(e);
        }
    }
}
