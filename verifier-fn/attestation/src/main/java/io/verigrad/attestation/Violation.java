package io.verigrad.attestation;

/**
 * One check that failed.
 *
 * @param detail what was expected and what was found, for people; no secrets
 */
public record Violation(Reason reason, String detail) {
    /** The stable code of the reason. */
    public String code() {
        return reason.code();
    }

    @Override
    public String toString() {
        return reason.code() + ": " + detail;
    }
}
