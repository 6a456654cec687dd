package io.verigrad.settlement;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.Appraisal;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** A validator that signs whatever it was not told to refuse. */
final class LoopbackValidator {
    final Set<Hash32> refuses = ConcurrentHashMap.newKeySet();
    final AtomicBoolean asked = new AtomicBoolean();
    volatile boolean down;
    /** It sends the head of an answer and never its end. */
    volatile boolean stalls;

    /** Each answer waits until so many were asked for. */
    volatile CountDownLatch together = new CountDownLatch(0);

    private final PrivateKey key;
    private final TypedDataDomain domain;

    LoopbackValidator(URI url, PrivateKey key, TypedDataDomain domain) {
        this.key = key;
        this.domain = domain;
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/endorse", this::endorse);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void endorse(HttpExchange exchange) throws IOException {
        if (down) {
            exchange.close();
            return;
        }
        waitForOthers();
        byte[] answer = Json.write(answer(exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(200, answer.length);
        if (stalls) {
            asked.set(true);
            exchange.getResponseBody().flush();
            return;
        }
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void waitForOthers() throws IOException {
        CountDownLatch others = together;
        others.countDown();
        try {
            others.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Object answer(byte[] body) throws IOException {
        EndorseRequest request;
        try {
            request = Json.read(body, EndorseRequest.class);
        } catch (MalformedJsonException e) {
            throw new IOException(e);
        }
        List<Map<String, String>> refused = request.receiptIds().stream()
                .filter(refuses::contains)
                .map(id -> Map.of("receiptId", id.toString(), "reason", "not_affirmed"))
                .toList();
        if (!refused.isEmpty()) {
            return Map.of("status", "refused", "refused", refused, "validator", key.address());
        }
        Appraisal appraisal = new Appraisal(
                MerkleTree.of(request.receiptIds()).root(),
                request.receiptIds().size(),
                Keys.hash("policy"),
                request.appraisedAt());
        return Map.of(
                "status", "endorsed",
                "refused", List.of(),
                "appraisal", appraisal,
                "validator", key.address(),
                "signature", key.sign(domain.digest(appraisal.structHash())));
    }
}
