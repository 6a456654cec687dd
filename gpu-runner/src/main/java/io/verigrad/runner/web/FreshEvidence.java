package io.verigrad.runner.web;

import io.verigrad.attestation.Attester;
import io.verigrad.attestation.Evidence;
import io.verigrad.runner.attest.AttestationUnavailableException;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.EnclaveState;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Makes evidence for whoever asks, bound to the same keys as the registered one. Machines make evidence one by one, so few
 * may wait: whoever comes besides is told to come again.
 */
@ApplicationScoped
class FreshEvidence {
    private static final Logger LOG = Logger.getLogger(FreshEvidence.class);
    private static final int WAITING = 4;

    private final Enclave enclave;
    private final Attester attester;
    private final Semaphore places = new Semaphore(WAITING);

    FreshEvidence(Enclave enclave, Attester attester) {
        this.enclave = enclave;
        this.attester = attester;
    }

    /** Evidence, or why there is none now. */
    sealed interface Outcome {}

    record Made(Evidence evidence) implements Outcome {}

    /** @param reason a stable code */
    record Unavailable(String reason, String message) implements Outcome {}

    Outcome make(Hash32 nonce) {
        if (!(enclave.state() instanceof EnclaveState.Registered registered)) {
            return new Unavailable("not_registered", "the enclave is not registered yet");
        }
        if (!places.tryAcquire()) {
            return new Unavailable("overloaded", "others are waiting for evidence, try again");
        }
        try {
            Evidence own = registered.evidence();
            return new Made(attester.attest(own.blockHash(), nonce, own.binding()));
        } catch (AttestationUnavailableException e) {
            LOG.warnf("no evidence: %s", e.getMessage());
            return new Unavailable("attester_unavailable", "the machine gives no evidence now, try again");
        } finally {
            places.release();
        }
    }
}
