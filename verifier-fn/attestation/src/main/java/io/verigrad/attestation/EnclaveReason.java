package io.verigrad.attestation;

import java.util.Locale;

/** Why an enclave is not accepted. */
public enum EnclaveReason implements Reason {
    /** The policy does not list the format. */
    FORMAT_NOT_ACCEPTED,
    /** The format proves nothing and the policy is not one of development. */
    DEVELOPMENT_EVIDENCE,
    /** The chain starts at a root that the policy does not pin. */
    ROOT_NOT_PINNED,
    /** The certificates do not form a path to the root. */
    CHAIN_INVALID,
    /** A certificate is not valid yet. */
    CERTIFICATE_NOT_YET_VALID,
    /** A certificate is no longer valid. */
    CERTIFICATE_EXPIRED,
    /** A certificate has another key or signature algorithm than the format allows. */
    CERTIFICATE_ALGORITHM,
    /** The leaf is a CA or may not sign. */
    LEAF_USAGE,
    /** The signature over the document is wrong. */
    SIGNATURE_INVALID,
    /** The machine ran in debug mode. */
    DEBUG_MODE,
    /** No allowed set of measurements matches. */
    MEASUREMENT_NOT_ALLOWED,
    /** Made too long ago. */
    EVIDENCE_STALE,
    /** Made later than now. */
    EVIDENCE_FROM_FUTURE,
    /** The nonce is not the one of the challenge. */
    NONCE_MISMATCH,
    /** The receipt key in the evidence is not the one in the binding. */
    KEY_MISMATCH,
    /** The evidence does not bind what travels beside it. */
    BINDING_MISMATCH,
    /** Made for another policy. */
    POLICY_MISMATCH,
    /** The operator is the zero address. */
    OPERATOR_MISSING,
    /** Nothing is left of the time that a registration could cover. */
    EPOCH_EMPTY;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
