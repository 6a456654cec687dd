package io.verigrad.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.attestation.Evidence;
import io.verigrad.client.receipt.Payment;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.OfferMatcher;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ProtocolVersion;
import io.verigrad.x402.ResourceInfo;
import io.verigrad.x402.SettleResponse;
import io.verigrad.x402.SignedPayment;
import io.verigrad.x402.Verification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A loopback server that plays a runner, honest unless told otherwise. */
public final class FakeRunner implements AutoCloseable {
    public static final byte[] ANSWER = "{\"data\":[1,2,3]}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final List<Integer> statuses = new ArrayList<>();

    /** The terms in its 402. */
    public List<PaymentRequirements> offers = List.of(terms("1000"));

    /** Changes the receipt before it is signed. */
    public UnaryOperator<Receipt> receipt = UnaryOperator.identity();

    /** Changes the headers of a paid answer. */
    public Consumer<HttpExchange> headers = exchange -> {};

    /** Changes what it says of a call that is rehearsed. */
    public UnaryOperator<ObjectNode> rehearsal = UnaryOperator.identity();

    /** Answers everything with this status if set. */
    public Optional<Integer> firstStatus = Optional.empty();

    /** Answers paid requests with this status if set. */
    public Optional<Integer> paidStatus = Optional.empty();

    /** Whether it is no runner but any server that speaks x402: it gives no receipt. */
    public boolean withoutReceipts;

    /** What a second 402 says. */
    public String refusal = "insufficient_funds";

    /** Takes payments and says nothing any more. */
    public boolean silentOncePaid;

    /** The most that a call costs, as its list of models says. */
    public String price = "1000";

    /** The payments that it was sent, in order. */
    public final List<Hash32> paid = new java.util.concurrent.CopyOnWriteArrayList<>();

    /** The bodies that it was sent, in order. */
    public final List<String> bodies = new java.util.concurrent.CopyOnWriteArrayList<>();

    /** What its receipts are about. */
    public byte[] proved = ANSWER;

    /** What the paid answer really holds. */
    public byte[] answer = ANSWER;

    /** What it shows for a nonce that it is asked with. */
    public java.util.function.Function<Hash32, Evidence> evidence =
            nonce -> TestEvidence.of(TestEnclave.ENCLAVE, nonce);

    /** The nonces that it was asked with. */
    public final List<Hash32> nonces = new java.util.concurrent.CopyOnWriteArrayList<>();

    public FakeRunner() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try {
                handle(exchange);
            } catch (PaymentFormatException e) {
                throw new AssertionError(e);
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    public static PaymentRequirements terms(String amount) {
        return PaymentRequirements.of(
                "exact",
                TestEnclave.CHAIN,
                io.verigrad.value.TokenAmount.parse(amount),
                TestEnclave.USDC,
                TestEnclave.VAULT,
                3600,
                Map.of("name", "USDC", "version", "2"));
    }

    /** By Permit2; {@code facilitator} is who may take the money of {@code upto}. */
    public static PaymentRequirements permit2Terms(
            String scheme, String amount, io.verigrad.value.Address facilitator) {
        return PaymentRequirements.of(
                scheme,
                TestEnclave.CHAIN,
                io.verigrad.value.TokenAmount.parse(amount),
                TestEnclave.USDC,
                TestEnclave.VAULT,
                3600,
                Map.of(
                        "name",
                        "USDC",
                        "version",
                        "2",
                        "assetTransferMethod",
                        "permit2",
                        "facilitatorAddress",
                        facilitator.toString()));
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public URI target() {
        return url().resolve("/v1/embeddings");
    }

    /** The statuses that it answered, in order. */
    public List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException, PaymentFormatException {
        if (exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().getPath().equals("/v1/attestation")
                && exchange.getRequestURI().getQuery() != null) {
            Hash32 nonce = Hash32.parse(exchange.getRequestURI().getQuery().substring("nonce=".length()));
            nonces.add(nonce);
            send(
                    exchange,
                    200,
                    Json.write(Map.of("evidence", evidence.apply(nonce).toBase64())));
            return;
        }
        if (exchange.getRequestMethod().equals("GET")) {
            send(exchange, 200, described(exchange.getRequestURI().getPath()));
            return;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        bodies.add(new String(body, StandardCharsets.UTF_8));
        String header = exchange.getRequestHeaders().getFirst(ProtocolVersion.V2.paymentHeader());
        if (firstStatus.isPresent()) {
            send(exchange, firstStatus.get(), "{\"title\":\"no\"}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        if ("true".equals(exchange.getRequestHeaders().getFirst("Verigrad-Dry-Run"))) {
            send(exchange, 200, Json.write(rehearsal.apply(rehearsed(exchange, body))));
            return;
        }
        PaymentRequired required =
                PaymentRequired.of(ResourceInfo.of("http://runner/v1/embeddings", "", "application/json"), offers);
        if (header == null) {
            refuse(exchange, required);
            return;
        }
        PaymentPayload payload = PaymentHeader.payment(ProtocolVersion.V2, header);
        PaymentRequirements terms = OfferMatcher.match(offers, payload).orElseThrow();
        Verification verification = EvmSchemes.verify(
                payload, terms, TestEnclave.SETTLEMENT::equals, TestEnclave.CLOCK, Duration.ofSeconds(1800));
        if (verification instanceof Verification.Valid sent) {
            paid.add(sent.paymentId());
        }
        if (silentOncePaid) {
            return;
        }
        if (paidStatus.isPresent()) {
            if (paidStatus.get() == 402) {
                refuse(exchange, required.withError(refusal));
            } else {
                send(exchange, paidStatus.get(), "{\"title\":\"broken\"}".getBytes(StandardCharsets.UTF_8));
            }
            return;
        }
        if (!(verification instanceof Verification.Valid valid)) {
            throw new AssertionError("the client's payment is not valid: " + verification);
        }
        SignedPayment signed = valid.payment();
        exchange.getResponseHeaders()
                .add(
                        "PAYMENT-RESPONSE",
                        PaymentHeader.encode(
                                SettleResponse.deferred(signed.payer(), TestEnclave.CHAIN, Json.tree(Map.of()))
                                        .toJson()));
        if (withoutReceipts) {
            send(exchange, 200, answer);
        } else {
            serve(exchange, body, EvmSchemes.of(terms).orElseThrow(), signed);
        }
    }

    private ObjectNode rehearsed(HttpExchange exchange, byte[] body) {
        Hash32 hash = ContentHash.request("POST", exchange.getRequestURI().getRawPath(), body);
        TypedDataDomain domain = TypedDataDomain.verigradTest(TestEnclave.CHAIN, TestEnclave.SETTLEMENT);
        Receipt test = TestEnclave.changed(
                TestEnclave.receipt(TestEnclave.payment(hash), hash, Hash32.ZERO),
                members -> members.put("charge", "0"));
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("dryRun", true)
                .put("model", "m")
                .put("requestHash", hash.toString())
                .put("assurance", "UNATTESTED");
        json.set("quote", Json.tree(offers));
        json.set(
                "testReceipt",
                Json.tree(SignedReceipt.sign(
                        receipt.apply(test),
                        domain,
                        SignedOffer.sign(TestEnclave.offer(), domain, TestEnclave.ENCLAVE),
                        TestEnclave.ENCLAVE)));
        return json;
    }

    private byte[] described(String path) {
        return Json.write(
                path.equals("/v1/models")
                        ? Map.of("data", List.of(Map.of("id", "m", "verigrad", Map.of("price", price))))
                        : Map.of("enclaveKey", TestEnclave.ENCLAVE.address()));
    }

    private void serve(HttpExchange exchange, byte[] body, Scheme scheme, SignedPayment signed) throws IOException {
        Hash32 requestHash =
                ContentHash.request("POST", exchange.getRequestURI().getRawPath(), body);
        Hash32 clientNonce = Hash32.parse(exchange.getRequestHeaders().getFirst(VerigradClient.CLIENT_NONCE));
        if (!ContentHash.boundNonce(requestHash, clientNonce).equals(signed.nonce())) {
            throw new AssertionError("the client's nonce is not bound to its request");
        }
        Payment payment = new Payment(
                scheme,
                TestEnclave.CHAIN,
                signed.payer(),
                signed.payee(),
                TestEnclave.USDC,
                signed.amount(),
                signed.nonce(),
                clientNonce);
        Receipt issued = receipt.apply(TestEnclave.receipt(payment, requestHash, ContentHash.response(proved)));
        exchange.getResponseHeaders().add(ReceiptCodec.HEADER, ReceiptCodec.toHeader(TestEnclave.signed(issued)));
        headers.accept(exchange);
        send(exchange, 200, answer);
    }

    private void refuse(HttpExchange exchange, PaymentRequired required) throws IOException {
        exchange.getResponseHeaders().add(ProtocolVersion.PAYMENT_REQUIRED, PaymentHeader.encode(required.toJson()));
        send(exchange, 402, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        statuses.add(status);
        boolean hasBody = status != 204;
        exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(body);
        }
    }
}
