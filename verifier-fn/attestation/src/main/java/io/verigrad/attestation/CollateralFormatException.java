package io.verigrad.attestation;

/** Collateral that is not in the form it claims: a fault of whoever fetched it, not of the evidence. */
public final class CollateralFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    public CollateralFormatException(String problem) {
        super(problem);
    }

    public CollateralFormatException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
