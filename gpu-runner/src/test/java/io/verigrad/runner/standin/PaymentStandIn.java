package io.verigrad.runner.standin;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.call.SignedCall;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Verification;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** payment-fn with a ledger in memory and a chain that says what a test wants. */
public final class PaymentStandIn implements AutoCloseable {
    /** Calls in order, as {@code function} or {@code release:reason}. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    /** What {@code confirm} refuses with, or nothing. */
    public volatile @Nullable String confirmRefusal;

    /** What every check is answered with. */
    public volatile @Nullable Map<String, Object> checkRefusal;
    /** The function that answers 500, or nothing. */
    public volatile @Nullable String broken;
    /** The receipt that the ledger has although the bus did not acknowledge it, or nothing. */
    public volatile @Nullable Hash32 servedReceipt;

    /** What {@code release} refuses with, or nothing. */
    public volatile @Nullable String releaseRefusal;

    /** What {@code check} says of the settlement. */
    public volatile String settlement = "deferred";
    /** What the ledger says of an instant payment that is on its way, or nothing: then it is SERVED for good. */
    public volatile @Nullable Map<String, Object> outcome;

    private final Map<Hash32, Hash32> reserved = new ConcurrentHashMap<>();
    private final Clock clock = Clock.systemUTC();
    private final FunctionServer server;

    public PaymentStandIn() {
        server = new FunctionServer()
                .with("check", call -> check(body("check", call)))
                .with("confirm", call -> confirm(body("confirm", call)))
                .with("release", call -> {
                    body("release", call);
                    return releaseRefusal == null
                            ? Map.of("released", true)
                            : Map.of("released", false, "reason", releaseRefusal);
                })
                .with("status", _ -> status());
    }

    public URI url() {
        return server.url();
    }

    /** Forgets what tests did. */
    public void reset() {
        calls.clear();
        confirmRefusal = null;
        checkRefusal = null;
        broken = null;
        servedReceipt = null;
        releaseRefusal = null;
        settlement = "deferred";
        outcome = null;
    }

    /** How often {@code function} was called. */
    public long count(String function) {
        return calls.stream()
                .filter(call -> call.equals(function) || call.startsWith(function + ":"))
                .count();
    }

    /** What was called but {@code release}, which may still be repeated for a test that is over. */
    public List<String> begun() {
        return calls.stream().filter(call -> !call.startsWith("release:")).toList();
    }

    @Override
    public void close() {
        server.close();
    }

    private JsonNode body(String function, JsonNode envelope) throws Exception {
        SignedCall call = Json.convert(envelope, SignedCall.class);
        if (!call.isAuthentic(function, Network.DOMAIN, clock)) {
            throw new IllegalArgumentException("not signed by the runner");
        }
        calls.add(
                function.equals("release")
                        ? "release:" + call.body().path("reason").asText()
                        : function);
        if (function.equals(broken)) {
            throw new IllegalStateException("broken on demand");
        }
        return call.body();
    }

    private Map<String, ?> check(JsonNode body) throws Exception {
        Map<String, Object> refusal = checkRefusal;
        if (refusal != null) {
            return refusal;
        }
        PaymentRequirements terms = Json.convert(body.path("requirements"), PaymentRequirements.class);
        PaymentPayload payment = Json.convert(body.path("payment"), PaymentPayload.class);
        SignedOffer offer = Json.convert(body.path("offer"), SignedOffer.class);
        Hash32 requestHash = Hash32.parse(body.path("requestHash").asText());
        Address host = Address.parse(body.path("host").asText());
        if (!(EvmSchemes.verify(
                                payment,
                                terms,
                                Network.DOMAIN.verifyingContract()::equals,
                                clock,
                                Duration.ofSeconds(1800))
                        instanceof Verification.Valid valid)
                || offer.offer().flatPrice().compareTo(terms.amount()) > 0
                || !host.equals(Network.HOST)) {
            return Map.of("outcome", "refused", "reason", "invalid_payload", "message", "not what was offered");
        }
        Hash32 before = reserved.putIfAbsent(valid.paymentId(), requestHash);
        if (before == null) {
            return Map.of(
                    "outcome",
                    "reserved",
                    "settlement",
                    settlement,
                    "paymentId",
                    valid.paymentId().toString(),
                    "payer",
                    valid.payer().toString());
        }
        return before.equals(requestHash)
                ? Map.of("outcome", "repeated", "paymentId", valid.paymentId().toString())
                : Map.of("outcome", "refused", "reason", "payment_already_used", "message", "used before");
    }

    private Map<String, String> confirm(JsonNode body) {
        String refusal = confirmRefusal;
        if (!reserved.containsKey(Hash32.parse(body.path("paymentId").asText()))) {
            throw new IllegalArgumentException("nothing is reserved");
        }
        return refusal == null
                ? Map.of("outcome", "confirmed")
                : Map.of("outcome", "refused", "reason", refusal, "message", "the chain says no");
    }

    private Map<String, ?> status() {
        calls.add("status");
        Map<String, Object> told = outcome;
        if (told != null) {
            return told;
        }
        Hash32 receipt = servedReceipt;
        return receipt == null
                ? Map.of("state", "RELEASED")
                : Map.of("state", "SERVED", "receiptId", receipt.toString());
    }
}
