package io.verigrad.attestation;

/** Why something is not accepted: a stable code that programs may compare. */
public interface Reason {
    /** Lower case with underscores; never renamed. */
    String code();
}
