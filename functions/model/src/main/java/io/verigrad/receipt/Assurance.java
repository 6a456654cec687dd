package io.verigrad.receipt;

/** What was proved of an answer, in order. A receipt claims at most {@link #WEIGHTS_BOUND}; the rest is in verdicts. */
public enum Assurance implements Coded {
    /** A known key signed it; no TEE. */
    UNATTESTED,
    /** Attested code forwarded this request to a named upstream and returned this text. */
    FORWARDED,
    /** Attested code ran the model inside the TEE. */
    ATTESTED_RUNTIME,
    /** And the digest of weights, tokenizer and parameters is in the receipt and in the registry. */
    WEIGHTS_BOUND,
    /** And an independent runner reproduced the output. */
    REEXECUTED,
    /** A proof of the computation was checked by a verifier that did not repeat it. */
    PROVEN;

    /** The level of a code read from typed data. */
    public static Assurance of(int code) {
        if (code < 0 || code >= values().length) {
            throw new IllegalArgumentException("expected an assurance level of 0 to 5, found " + code);
        }
        return values()[code];
    }

    @Override
    public int code() {
        return ordinal();
    }
}
