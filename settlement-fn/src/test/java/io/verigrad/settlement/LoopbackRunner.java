package io.verigrad.settlement;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.ChannelRun;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.ReceiptRoot;
import io.verigrad.receipt.RootRequest;
import io.verigrad.receipt.SignedReceiptRoot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A runner of the enclave's key that signs every root it is asked for. */
final class LoopbackRunner implements AutoCloseable {
    private final HttpServer server;
    private final TypedDataDomain domain;
    private final AtomicInteger signed = new AtomicInteger();

    private LoopbackRunner(HttpServer server, TypedDataDomain domain) {
        this.server = server;
        this.domain = domain;
    }

    static LoopbackRunner start(URI url, TypedDataDomain domain) throws IOException {
        LoopbackRunner runner =
                new LoopbackRunner(HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0), domain);
        runner.server.createContext("/v1/receipt-roots", runner::sign);
        runner.server.start();
        return runner;
    }

    /** How many roots it signed. */
    int signed() {
        return signed.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void sign(HttpExchange exchange) throws IOException {
        try {
            RootRequest request = Json.read(exchange.getRequestBody().readAllBytes(), RootRequest.class);
            Receipt first = request.channels().getFirst().receipts().getFirst().receipt();
            ReceiptRoot root = ReceiptRoot.of(
                    ChannelRun.top(request.channels()),
                    first.payTo(),
                    first.asset(),
                    first.enclaveKey(),
                    request.issuedAt());
            byte[] answer = Json.write(SignedReceiptRoot.sign(root, domain, Keys.ENCLAVE));
            signed.incrementAndGet();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        } catch (MalformedJsonException e) {
            throw new IOException(e);
        }
    }
}
