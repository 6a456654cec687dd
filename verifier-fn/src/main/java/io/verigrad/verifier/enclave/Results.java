package io.verigrad.verifier.enclave;

import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.ear.AttestationResult;
import io.verigrad.attestation.ear.ResultTokens;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.config.ResultKey;
import io.verigrad.verifier.config.Validator;
import java.time.Clock;
import java.util.Optional;

/** Verdicts as signed tokens (EAR), whose key id is the validator's account. */
final class Results {
    private static final String BUILD = "verigrad-verifier-fn 0.1.0";

    private final Validator validator;
    private final Clock clock;

    Results(Validator validator, Clock clock) {
        this.validator = validator;
        this.clock = clock;
    }

    /** The token of a verdict, if this validator makes tokens. */
    Optional<String> of(Evidence evidence, EnclaveVerdict verdict, Hash32 nonce) throws EvidenceFormatException {
        Optional<ResultKey> key = validator.resultKey();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        AttestationResult result = AttestationResult.of(evidence, verdict, nonce, validator.policy(), clock);
        return Optional.of(ResultTokens.sign(
                result.claims(BUILD), validator.address().toString(), key.get().key()));
    }
}
