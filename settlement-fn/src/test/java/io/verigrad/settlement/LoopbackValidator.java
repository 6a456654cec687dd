package io.verigrad.settlement;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.SignedReceiptRoot;
import io.verigrad.receipt.Verdict;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
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

    /** What it says of challenged receipts; of others it says nothing. */
    final Map<Hash32, Boolean> judges = new ConcurrentHashMap<>();

    private final PrivateKey key;
    private final TypedDataDomain domain;
    private final TypedDataDomain disputes;

    LoopbackValidator(URI url, PrivateKey key, TypedDataDomain domain, TypedDataDomain disputes) {
        this.key = key;
        this.domain = domain;
        this.disputes = disputes;
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/endorse", exchange -> endorse(exchange, this::answer));
            server.createContext("/endorse-root", exchange -> endorse(exchange, this::answerRoot));
            server.createContext("/endorse-request", exchange -> endorse(exchange, this::answerRequest));
            server.createContext("/judge", this::judge);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is answered to a body. */
    private interface Answer {
        Object to(byte[] body) throws IOException;
    }

    private void endorse(HttpExchange exchange, Answer given) throws IOException {
        if (down) {
            exchange.close();
            return;
        }
        waitForOthers();
        byte[] answer = Json.write(given.to(exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(200, answer.length);
        if (stalls) {
            asked.set(true);
            exchange.getResponseBody().flush();
            return;
        }
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void judge(HttpExchange exchange) throws IOException {
        try {
            JudgeRequest request = Json.read(exchange.getRequestBody().readAllBytes(), JudgeRequest.class);
            byte[] answer = Json.write(judgment(request));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (MalformedJsonException e) {
            throw new IOException(e);
        } finally {
            exchange.close();
        }
    }

    private Object judgment(JudgeRequest request) {
        Hash32 subject = request.receipt().id();
        Boolean upheld = judges.get(subject);
        if (upheld == null) {
            return Map.of("status", "refused", "reasons", List.of("no_recheck"), "validator", key.address());
        }
        Verdict verdict = Verdict.on(BigInteger.valueOf(request.caseId()), subject, upheld);
        return Map.of(
                "status",
                "judged",
                "validator",
                key.address(),
                "upheld",
                upheld,
                "reasonDigest",
                verdict.reasonDigest(),
                "signature",
                key.sign(disputes.digest(verdict.structHash())));
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
        return endorsed(
                MerkleTree.of(request.receiptIds()).root(), request.receiptIds().size(), request.appraisedAt());
    }

    private Object answerRequest(byte[] body) throws IOException {
        try {
            EndorseRequestRequest request = Json.read(body, EndorseRequestRequest.class);
            return endorsed(request.receipt().id(), 1, request.appraisedAt());
        } catch (MalformedJsonException e) {
            throw new IOException(e);
        }
    }

    private Object answerRoot(byte[] body) throws IOException {
        EndorseRootRequest request;
        try {
            request = Json.read(body, EndorseRootRequest.class);
        } catch (MalformedJsonException e) {
            throw new IOException(e);
        }
        return endorsed(
                SignedReceiptRoot.digest(request.root(), domain), request.root().count(), request.appraisedAt());
    }

    private Object endorsed(Hash32 root, long count, long appraisedAt) {
        Appraisal appraisal = new Appraisal(root, count, Keys.hash("policy"), appraisedAt);
        return Map.of(
                "status", "endorsed",
                "refused", List.of(),
                "appraisal", appraisal,
                "validator", key.address(),
                "signature", key.sign(domain.digest(appraisal.structHash())));
    }
}
