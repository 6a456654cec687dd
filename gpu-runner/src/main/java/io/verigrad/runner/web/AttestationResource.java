package io.verigrad.runner.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.runner.config.RunnerConfig;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.EnclaveState;
import io.verigrad.runner.execution.Models;
import io.verigrad.value.Hash32;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/attestation}: who this enclave is, and the evidence that its registration rests on; with {@code ?nonce=}
 * instead evidence that was made for it just now.
 */
@Path("/v1/attestation")
public class AttestationResource {
    private final Enclave enclave;
    private final Models models;
    private final RunnerConfig config;
    private final FreshEvidence fresh;

    public AttestationResource(Enclave enclave, Models models, RunnerConfig config, FreshEvidence fresh) {
        this.fresh = fresh;
        this.enclave = enclave;
        this.models = models;
        this.config = config;
    }

    @GET
    public Response get(@QueryParam("nonce") @Nullable String nonce) {
        if (nonce != null) {
            return fresh(nonce);
        }
        return PaidEdge.json(200, Json.write(describe())).build();
    }

    private ObjectNode describe() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("enclaveKey", enclave.address().toString());
        json.put("runtimeDigest", config.runtimeDigest().toString());
        json.put("operator", config.operator().toString());
        json.put("host", config.host().toString());
        json.put("assurance", enclave.assurance().name());
        ObjectNode digests = json.putObject("models");
        models.first().forEach(model -> digests.put(model.name(), model.digest().toString()));
        switch (enclave.state()) {
            case EnclaveState.Unregistered unregistered -> json.put("notRegistered", unregistered.reason());
            case EnclaveState.Registered registered -> {
                json.put("evidence", registered.evidence().toBase64());
                json.set("registration", Json.tree(registered.registration()));
            }
        }
        return json;
    }

    private Response fresh(String nonce) {
        Hash32 parsed;
        try {
            parsed = Hash32.parse(nonce);
        } catch (IllegalArgumentException e) {
            return refuse(400, "nonce_malformed", "nonce: " + e.getMessage());
        }
        return switch (fresh.make(parsed)) {
            case FreshEvidence.Made made -> {
                ObjectNode json = describe();
                json.put("evidence", made.evidence().toBase64());
                yield PaidEdge.json(200, Json.write(json))
                        .header("Cache-Control", "no-store")
                        .build();
            }
            case FreshEvidence.Unavailable unavailable -> refuse(503, unavailable.reason(), unavailable.message());
        };
    }

    private static Response refuse(int status, String reason, String message) {
        return PaidEdge.json(status, Json.write(Map.of("reason", reason, "message", message)))
                .build();
    }
}
