package io.verigrad.attestation.receipt;

import io.verigrad.attestation.Reason;
import java.util.Locale;

/** Why a receipt is not affirmed. */
public enum ReceiptReason implements Reason {
    /** Signed for another chain, contract or version. */
    DOMAIN_MISMATCH,
    /** The signature is not of the key that the receipt names. */
    SIGNATURE_INVALID,
    /** The key is not in the registry. */
    KEY_UNKNOWN,
    /** Issued before the key's epoch. */
    KEY_NOT_YET_VALID,
    /** Issued after the key's epoch. */
    KEY_EXPIRED,
    /** Issued after the key was revoked. */
    KEY_REVOKED,
    /** Issued later than now. */
    ISSUED_IN_FUTURE,
    /** Issued too long ago to settle. */
    ISSUED_TOO_LONG_AGO,
    /** Paid in another way than was reserved. */
    SCHEME_MISMATCH,
    /** The payment id is not the one of the reserved payment. */
    PAYMENT_ID_MISMATCH,
    /** Issued before the payment may be spent. */
    PAYMENT_NOT_YET_VALID,
    /** The payment can no longer be spent. */
    PAYMENT_EXPIRED,
    /** Reserved by the runner of another key. */
    ENCLAVE_KEY_MISMATCH,
    PAYER_MISMATCH,
    PAY_TO_MISMATCH,
    ASSET_MISMATCH,
    /** The cap is not the value that the payer authorised. */
    CAP_MISMATCH,
    /** The scheme exact charges the cap, no less. */
    CHARGE_NOT_EXACT,
    /** The charge is not what the offer says for these units. */
    CHARGE_NOT_OFFERED,
    /** Nothing was charged, so there is nothing to settle. */
    CHARGE_ZERO,
    /** The request is not the one that the payment was reserved for. */
    REQUEST_MISMATCH,
    /** Another model than the one that was asked for. */
    MODEL_MISMATCH,
    /** The payment's nonce is not derived from request and client nonce. */
    CLIENT_NONCE_MISMATCH,
    /** The receipt names another offer. */
    OFFER_HASH_MISMATCH,
    /** The offer is not signed by the key of the receipt. */
    OFFER_SIGNATURE_INVALID,
    /** The offer had expired when the receipt was issued. */
    OFFER_EXPIRED,
    OFFER_MODEL_MISMATCH,
    OFFER_PAY_TO_MISMATCH,
    OFFER_ASSET_MISMATCH,
    /** Claims more than the key's epoch allows. */
    ASSURANCE_TOO_HIGH,
    /** Claims less than the offer promised. */
    ASSURANCE_TOO_LOW;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
