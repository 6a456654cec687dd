package io.verigrad.runner.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.runner.config.RunnerConfig;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.EnclaveState;
import io.verigrad.runner.execution.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** {@code GET /v1/attestation}: who this enclave is, and the evidence that its registration rests on. */
@Path("/v1/attestation")
public class AttestationResource {
    private final Enclave enclave;
    private final Models models;
    private final RunnerConfig config;

    public AttestationResource(Enclave enclave, Models models, RunnerConfig config) {
        this.enclave = enclave;
        this.models = models;
        this.config = config;
    }

    @GET
    public Response get() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("enclaveKey", enclave.address().toString());
        json.put("runtimeDigest", config.runtimeDigest().toString());
        json.put("operator", config.operator().toString());
        json.put("host", config.host().toString());
        json.put("assurance", enclave.assurance().name());
        ObjectNode digests = json.putObject("models");
        models.all().forEach(model -> digests.put(model.name(), model.digest().toString()));
        switch (enclave.state()) {
            case EnclaveState.Unregistered unregistered -> json.put("notRegistered", unregistered.reason());
            case EnclaveState.Registered registered -> {
                json.put("evidence", registered.evidence().toBase64());
                json.set("registration", Json.tree(registered.registration()));
            }
        }
        return PaidEdge.json(200, Json.write(json)).build();
    }
}
