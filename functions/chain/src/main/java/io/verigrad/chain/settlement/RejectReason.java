package io.verigrad.chain.settlement;

/** Why Settlement skipped an item; the codes are the contract's {@code Rejection}. */
public enum RejectReason {
    /** A code of a newer contract. */
    UNKNOWN,
    /** The key's epoch was not good when the receipt was issued, or was revoked since. */
    KEY_NOT_GOOD,
    /** The receipt is not signed by its enclave key. */
    BAD_SIGNATURE,
    /** Issued in the future or more than two hours ago. */
    BAD_TIME,
    /** Not paid to the vault of the host. */
    BAD_PAYEE,
    /** The charge is zero or not what was authorised. */
    BAD_AMOUNT,
    /** Claims a higher level than its key was registered for. */
    ASSURANCE_TOO_HIGH,
    /** The receipt is about another payment. */
    BAD_PAYMENT_ID,
    /** The token refused; the data is its revert data. */
    PAYMENT_FAILED,
    /** The nonce was used up before. */
    ALREADY_SETTLED,
    /** Not a scheme that the contract settles. */
    UNSUPPORTED_SCHEME,
    /** The vault grew by less than the charge. */
    SHORT_PAYMENT;

    static RejectReason of(long code) {
        return code < values().length ? values()[(int) code] : UNKNOWN;
    }
}
