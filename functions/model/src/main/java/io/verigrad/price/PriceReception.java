package io.verigrad.price;

/** What became of a statement that was handed in. */
public enum PriceReception {
    /** It is its signer's newest. */
    TAKEN,
    /** It was there already. */
    KNOWN,
    /** No key of ours signed it for this token: a stranger, another token, or changed on the way. */
    WRONG_SIGNER,
    /** It prices something else. */
    WRONG_PAIR,
    /** It was observed later than now. */
    FROM_THE_FUTURE,
    /** It was observed too long ago, or is not valid any more. */
    STALE,
    /** Its signer has stated something newer, or something else of the same second. */
    REPLAYED;

    /** Whether its signer's word is with us now. */
    public boolean isGood() {
        return this == TAKEN || this == KNOWN;
    }
}
