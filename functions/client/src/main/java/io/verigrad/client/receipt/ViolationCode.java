package io.verigrad.client.receipt;

import java.util.Locale;

/** What can be wrong with a receipt; {@link #code} is stable. */
public enum ViolationCode {
    /** An answer came without a receipt. */
    RECEIPT_MISSING(Kind.AUTHENTICITY),
    /** What came as a receipt is not one. */
    RECEIPT_MALFORMED(Kind.AUTHENTICITY),
    /** Signed for another chain, contract or version. */
    DOMAIN_MISMATCH(Kind.AUTHENTICITY),
    /** Not signed by the key that the receipt names. */
    SIGNATURE_INVALID(Kind.AUTHENTICITY),
    /** A stream whose events are not those that were signed. */
    STREAM_BROKEN(Kind.AUTHENTICITY),
    /** A stream that ended before its receipt. */
    STREAM_CUT(Kind.AUTHENTICITY),
    /** About another request. */
    REQUEST_MISMATCH(Kind.AUTHENTICITY),
    /** About another answer. */
    RESPONSE_MISMATCH(Kind.AUTHENTICITY),
    /** Names another offer than the one that came with it. */
    OFFER_HASH_MISMATCH(Kind.AUTHENTICITY),
    /** The offer is not signed by the key of the receipt. */
    OFFER_SIGNATURE_INVALID(Kind.AUTHENTICITY),
    /** About another payment. */
    PAYMENT_ID_MISMATCH(Kind.AUTHENTICITY),
    PAYER_MISMATCH(Kind.AUTHENTICITY),
    PAY_TO_MISMATCH(Kind.AUTHENTICITY),
    ASSET_MISMATCH(Kind.AUTHENTICITY),
    /** Not signed by the key that the runner's evidence speaks for. */
    KEY_NOT_ATTESTED(Kind.AUTHENTICITY),
    /** Does not repeat the nonce that binds the payment to the request. */
    CLIENT_NONCE_MISMATCH(Kind.AUTHENTICITY),

    /** Another scheme than the payment's. */
    SCHEME_MISMATCH(Kind.POLICY),
    /** The cap is not the value that was authorised. */
    CAP_MISMATCH(Kind.POLICY),
    /** Charges something else than the offer says for these units. */
    CHARGE_NOT_OFFERED(Kind.POLICY),
    /** The scheme exact charges the cap, no less. */
    CHARGE_NOT_EXACT(Kind.POLICY),
    OFFER_MODEL_MISMATCH(Kind.POLICY),
    OFFER_PAY_TO_MISMATCH(Kind.POLICY),
    OFFER_ASSET_MISMATCH(Kind.POLICY),
    /** The offer had expired when the receipt was issued. */
    OFFER_EXPIRED(Kind.POLICY),
    /** Issued later than now. */
    ISSUED_IN_FUTURE(Kind.POLICY),
    /** Claims less than was offered or asked for. */
    ASSURANCE_TOO_LOW(Kind.POLICY),
    /** Claims more than the key was registered for. */
    ASSURANCE_TOO_HIGH(Kind.POLICY),
    /** The key is not in the registry. */
    KEY_UNKNOWN(Kind.POLICY),
    /** Issued outside of the key's epoch. */
    KEY_NOT_VALID(Kind.POLICY),
    /** Issued after the key was revoked. */
    KEY_REVOKED(Kind.POLICY);

    /** Whether the receipt is not what it says it is, or is not acceptable. */
    public enum Kind {
        AUTHENTICITY,
        POLICY
    }

    private final Kind kind;

    ViolationCode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The stable text form, such as {@code signature_invalid}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
