package io.verigrad.runner.standin;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveNonce;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.PolicyFormatException;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.attestation.software.SoftwareVerifier;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** verifier-fn with the real appraisal and a chain of one block. */
public final class VerifierStandIn implements AutoCloseable {
    private static final Hash32 NONCE = EnclaveNonce.of(Network.REGISTRY, Network.CHAIN, Network.BLOCK);

    private final AppraisalPolicy policy;
    private final FunctionServer server;

    public VerifierStandIn(SoftwareRoot root) {
        this.policy = policy(root);
        this.server =
                new FunctionServer().with("challenge", body -> challenge()).with("appraise-enclave", this::appraise);
    }

    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }

    private Map<String, String> challenge() {
        return Map.of(
                "chainId", Network.CHAIN.toString(),
                "registry", Network.REGISTRY.toString(),
                "settlement", Network.SETTLEMENT.toString(),
                "blockNumber", "1",
                "blockHash", Network.BLOCK.toString(),
                "nonce", NONCE.toString(),
                "policyId", policy.policyId().toString());
    }

    private Map<String, Object> appraise(JsonNode body) throws Exception {
        EnclaveVerdict verdict = new EnclaveAppraiser(policy, List.of(new SoftwareVerifier()))
                .appraise(
                        Evidence.parseBase64(body.path("evidence").asText()),
                        NONCE,
                        Address.parse(body.path("operator").asText()),
                        Clock.systemUTC());
        return switch (verdict) {
            case EnclaveVerdict.Affirming affirming ->
                Map.of(
                        "status",
                        "affirming",
                        "reasons",
                        List.of(),
                        "registration",
                        affirming.registration(),
                        "validator",
                        Network.VALIDATOR.address(),
                        "signature",
                        Network.VALIDATOR.sign(TypedDataDomain.verigrad(Network.CHAIN, Network.REGISTRY)
                                .digest(affirming.registration().structHash())));
            case EnclaveVerdict.Contraindicated no ->
                Map.of(
                        "status",
                        "contraindicated",
                        "reasons",
                        no.violations().stream().map(Violation::code).toList());
        };
    }

    private static AppraisalPolicy policy(SoftwareRoot root) {
        try {
            return AppraisalPolicy.parse("""
                    version: 1
                    id: test
                    development: true
                    evidence-max-age: PT10M
                    clock-skew: PT30S
                    epoch-lifetime: P7D
                    formats:
                      software-v1:
                        max-assurance: UNATTESTED
                        roots: ["%s"]
                        measurements:
                          - name: gpu-runner
                            registers: { pcr0: "%s" }
                    """.formatted(root.fingerprint(), Network.RUNTIME));
        } catch (PolicyFormatException e) {
            throw new IllegalStateException(e);
        }
    }
}
