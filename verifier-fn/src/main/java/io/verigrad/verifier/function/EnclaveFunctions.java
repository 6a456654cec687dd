package io.verigrad.verifier.function;

import io.quarkus.funqy.Funq;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.value.Address;
import io.verigrad.verifier.enclave.Challenge;
import io.verigrad.verifier.enclave.EnclaveAppraisal;
import io.verigrad.verifier.enclave.EnclaveAppraisals;
import java.util.Map;

/** What a runner asks at its start. */
public class EnclaveFunctions {
    private final EnclaveAppraisals appraisals;

    EnclaveFunctions(EnclaveAppraisals appraisals) {
        this.appraisals = appraisals;
    }

    /**
     * What evidence must answer to.
     *
     * @param nothing an empty object; Funqy wants a body
     */
    @Funq
    public Challenge challenge(Map<String, Object> nothing) throws ChainUnavailableException {
        return appraisals.challenge();
    }

    @Funq("appraise-enclave")
    public EnclaveAppraisal appraiseEnclave(EnclaveEvidence body) throws ChainUnavailableException {
        return appraisals.appraise(body.evidence(), body.operator());
    }

    /**
     * The body of {@code appraise-enclave}.
     *
     * @param evidence the envelope in base64
     * @param operator who will earn the operator's share
     */
    public record EnclaveEvidence(String evidence, Address operator) {}
}
