package io.verigrad.runner.standin;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** settlement-fn: the first answer is pending, as on a chain. */
public final class SettlementStandIn implements AutoCloseable {
    private final AtomicInteger calls = new AtomicInteger();
    private final FunctionServer server =
            new FunctionServer().with("register", this::register).with("dispute", this::dispute);
    private final Set<JsonNode> asked = ConcurrentHashMap.newKeySet();
    /** What {@code dispute} was called with. */
    public final BlockingQueue<JsonNode> disputes = new LinkedBlockingQueue<>();

    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }

    /** It has to be asked again. */
    private Map<String, String> dispute(JsonNode body) {
        boolean again = !asked.add(body);
        disputes.add(body);
        return Map.of("status", again ? "upheld" : "pending");
    }

    private Map<String, String> register(JsonNode body) throws Exception {
        EnclaveRegistration registration = Json.convert(body.path("registration"), EnclaveRegistration.class);
        Hash32 digest =
                TypedDataDomain.verigrad(Network.CHAIN, Network.REGISTRY).digest(registration.structHash());
        JsonNode endorsement = body.path("endorsements").path(0);
        boolean signed = Secp256k1.recover(
                                digest,
                                Signature.parse(body.path("enclaveSignature").asText()))
                        .filter(registration.enclaveKey()::equals)
                        .isPresent()
                && Secp256k1.recover(
                                digest,
                                Signature.parse(endorsement.path("signature").asText()))
                        .filter(Network.VALIDATOR.address()::equals)
                        .isPresent();
        if (!signed) {
            return Map.of("status", "refused", "reason", "bad_signature");
        }
        return Map.of("status", calls.incrementAndGet() == 1 ? "pending" : "registered");
    }
}
