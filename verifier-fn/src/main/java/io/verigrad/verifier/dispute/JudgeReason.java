package io.verigrad.verifier.dispute;

import java.util.Locale;

/** Why a validator gives no verdict. */
enum JudgeReason {
    /** This validator was not told where the Disputes contract is. */
    DISPUTES_NOT_CONFIGURED,
    /** Nobody opened the case, it is decided, or its time is over. */
    CASE_NOT_OPEN,
    /** The receipt is not what the case is about. */
    SUBJECT_MISMATCH,
    NO_RECHECK,
    TOO_MANY_RECHECKS,
    RECHECK_OF_ANOTHER_RECEIPT,
    /** Made before the receipt, or later than now. */
    RECHECK_TIME,
    /** The signature is not of a registered enclave. */
    RECHECKER_NOT_REGISTERED,
    /** Its key was revoked, or not good when it says that it ran the request. */
    RECHECKER_NOT_GOOD,
    /** The accused, or the challenged enclave itself. */
    RECHECKER_NOT_INDEPENDENT,
    /** This validator's policy does not know the software that the enclave was registered with. */
    RECHECKER_MEASUREMENT_NOT_ALLOWED,
    /** Its hardware vouches for less than the receipt claims, so its word cannot undo it. */
    RECHECKER_BELOW_RECEIPT,
    /** This validator believes other operators only. */
    RECHECKER_NOT_BELIEVED,
    RECHECKS_DISAGREE,
    RECHECK_INCONCLUSIVE;

    /** The stable code. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
