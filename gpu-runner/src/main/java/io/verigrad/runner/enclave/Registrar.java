package io.verigrad.runner.enclave;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Attester;
import io.verigrad.attestation.EnclaveNonce;
import io.verigrad.attestation.Evidence;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.runner.enclave.EnclaveState.Registered;
import io.verigrad.runner.function.FunctionClient;
import io.verigrad.runner.function.FunctionException;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens a key epoch: evidence for the verifiers' challenge, their endorsements, the enclave's own signature. */
public final class Registrar {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MAX_POLLS = 600;

    private final Enclave enclave;
    private final Attester attester;
    private final Subject subject;
    private final FunctionClient functions;
    private final List<URI> verifiers;
    private final URI settlement;

    public Registrar(
            Enclave enclave,
            Attester attester,
            Subject subject,
            FunctionClient functions,
            List<URI> verifiers,
            URI settlement) {
        this.enclave = enclave;
        this.attester = attester;
        this.subject = subject;
        this.functions = functions;
        this.verifiers = List.copyOf(verifiers);
        this.settlement = settlement;
    }

    /** Tries once, and waits until the transaction is final. */
    Registered register() throws RegistrationException, InterruptedException {
        try {
            Challenge challenge =
                    Json.convert(functions.call(verifiers.getFirst(), "challenge", Map.of()), Challenge.class);
            check(challenge);
            Evidence evidence = attester.attest(
                    challenge.blockHash(), challenge.nonce(), subject.binding(enclave.keys(), challenge.policyId()));
            return register(evidence);
        } catch (FunctionException | MalformedJsonException e) {
            throw new RegistrationException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A verifier of another chain or contract must not get evidence of this enclave. */
    private void check(Challenge challenge) throws RegistrationException {
        if (!challenge.chainId().equals(subject.chain())
                || !challenge.registry().equals(subject.registry())
                || !challenge.settlement().equals(enclave.domain().verifyingContract())) {
            throw new RegistrationException("expected a verifier for " + subject.chain() + ", registry "
                    + subject.registry() + " and settlement " + enclave.domain().verifyingContract() + ", found "
                    + challenge.chainId() + ", " + challenge.registry() + " and " + challenge.settlement());
        }
        if (!challenge.nonce().equals(EnclaveNonce.of(subject.registry(), subject.chain(), challenge.blockHash()))) {
            throw new RegistrationException("the verifier's nonce does not belong to its block");
        }
    }

    private Registered register(Evidence evidence)
            throws RegistrationException, FunctionException, MalformedJsonException, InterruptedException {
        List<Endorsement> endorsements = new ArrayList<>();
        Optional<EnclaveRegistration> agreed = Optional.empty();
        for (URI verifier : verifiers) {
            JsonNode answer = functions.call(
                    verifier,
                    "appraise-enclave",
                    Map.of(
                            "evidence", evidence.toBase64(),
                            "operator", subject.operator(),
                            "host", subject.host()));
            EnclaveRegistration registration = affirmed(answer);
            if (agreed.isPresent() && !agreed.get().equals(registration)) {
                throw new RegistrationException("the verifiers apply different policies");
            }
            agreed = Optional.of(registration);
            endorsements.add(Json.convert(answer, Endorsement.class));
        }
        EnclaveRegistration registration = agreed.orElseThrow();
        submit(registration, endorsements);
        return new Registered(registration, evidence);
    }

    private void submit(EnclaveRegistration registration, List<Endorsement> endorsements)
            throws RegistrationException, FunctionException, InterruptedException {
        Map<String, Object> body = Map.of(
                "registration", registration,
                "enclaveSignature", enclave.keys().receipt().sign(digest(registration)),
                "endorsements", endorsements);
        for (int poll = 0; poll < MAX_POLLS; poll++) {
            JsonNode answer = functions.call(settlement, "register", body);
            switch (answer.path("status").asText()) {
                case "registered" -> {
                    return;
                }
                case "pending" -> Thread.sleep(POLL);
                default ->
                    throw new RegistrationException(
                            "settlement refused: " + answer.path("reason").asText("no reason given"));
            }
        }
        throw new RegistrationException("the registration is pending for too long");
    }

    private EnclaveRegistration affirmed(JsonNode answer) throws RegistrationException, MalformedJsonException {
        if (!answer.path("status").asText().equals("affirming")) {
            throw new RegistrationException("the verifier rejects this enclave: " + answer.path("reasons"));
        }
        EnclaveRegistration registration = Json.convert(answer.path("registration"), EnclaveRegistration.class);
        Address key = registration.enclaveKey();
        // The enclave signs only for itself: a verifier must not get its signature for another key or operator.
        if (!key.equals(enclave.address()) || !registration.operator().equals(subject.operator())) {
            throw new RegistrationException("the verifier names another key or operator");
        }
        return registration;
    }

    private Hash32 digest(EnclaveRegistration registration) {
        return TypedDataDomain.verigrad(subject.chain(), subject.registry()).digest(registration.structHash());
    }
}
