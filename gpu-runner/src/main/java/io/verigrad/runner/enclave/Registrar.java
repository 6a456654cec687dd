package io.verigrad.runner.enclave;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Attester;
import io.verigrad.attestation.EnclaveNonce;
import io.verigrad.attestation.Evidence;
import io.verigrad.crypto.Secp256k1;
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
import org.jboss.logging.Logger;

/** Opens a key epoch: evidence for the verifiers' challenge, their endorsements, the enclave's own signature. */
public final class Registrar {
    private static final Logger LOG = Logger.getLogger(Registrar.class);
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
        Challenge challenge = challenge();
        Evidence evidence = attester.attest(
                challenge.blockHash(), challenge.nonce(), subject.binding(enclave.keys(), challenge.policyId()));
        Endorsed endorsed = endorsed(evidence);
        endorsed.problems().forEach(problem -> LOG.warnf("a verifier does not endorse this enclave: %s", problem));
        List<String> refusals = new ArrayList<>(endorsed.problems());
        // Only the chain knows who has stake, so the larger group comes first and the smaller ones after.
        for (Endorsed.Group group : endorsed.groups()) {
            try {
                submit(group);
                return new Registered(group.registration(), evidence);
            } catch (FunctionException | RegistrationException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        }
        throw new RegistrationException(String.join("; ", refusals));
    }

    /** Of the first verifier that gives a good one: the nonce is the chain's, so it is the same for all. */
    private Challenge challenge() throws RegistrationException {
        List<String> problems = new ArrayList<>();
        for (URI verifier : verifiers) {
            try {
                Challenge challenge = Json.convert(functions.call(verifier, "challenge", Map.of()), Challenge.class);
                check(challenge);
                return challenge;
            } catch (FunctionException | MalformedJsonException | RegistrationException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        throw new RegistrationException(String.join("; ", problems));
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

    /** Asks every verifier; one that is down, refuses or lies must not keep the others from being a quorum. */
    private Endorsed endorsed(Evidence evidence) {
        Endorsed.Builder endorsed = new Endorsed.Builder();
        Map<String, Object> body =
                Map.of("evidence", evidence.toBase64(), "operator", subject.operator(), "host", subject.host());
        for (URI verifier : verifiers) {
            try {
                JsonNode answer = functions.call(verifier, "appraise-enclave", body);
                EnclaveRegistration registration = affirmed(answer);
                Endorsement endorsement = Json.convert(answer, Endorsement.class);
                // One signature that is not good would make the contract refuse them all.
                if (Secp256k1.recover(digest(registration), endorsement.signature())
                        .filter(endorsement.validator()::equals)
                        .isPresent()) {
                    endorsed.add(registration, endorsement);
                } else {
                    endorsed.problem(endorsement.validator() + " did not sign what it affirms");
                }
            } catch (FunctionException | MalformedJsonException | RegistrationException e) {
                endorsed.problem(String.valueOf(e.getMessage()));
            }
        }
        return endorsed.build();
    }

    private void submit(Endorsed.Group group) throws RegistrationException, FunctionException, InterruptedException {
        Map<String, Object> body = Map.of(
                "registration",
                group.registration(),
                "enclaveSignature",
                enclave.keys().receipt().sign(digest(group.registration())),
                "endorsements",
                group.endorsements());
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
