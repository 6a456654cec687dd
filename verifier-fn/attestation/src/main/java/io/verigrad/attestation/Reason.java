package io.verigrad.attestation;

/** Why something is not accepted: a stable code that programs may compare. */
public interface Reason {
    /** Lower case with underscores; never renamed. */
    String code();

    /**
     * Whether nothing speaks against the evidence itself: only what its maker publishes beside it is not at hand, or is out of
     * date. Whoever can fetch it may judge otherwise.
     */
    default boolean lacksCollateral() {
        return false;
    }
}
