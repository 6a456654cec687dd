package io.verigrad.attestation;

/**
 * One check that failed.
 *
 * @param detail what was expected and what was found, for people; no secrets
 * @param part which part of composite evidence it is about, such as {@code gpu0}; empty if it is about all of it
 */
public record Violation(Reason reason, String detail, String part) {
    public Violation(Reason reason, String detail) {
        this(reason, detail, "");
    }

    /** The stable code of the reason. */
    public String code() {
        return reason.code();
    }

    /** The same, said of one part. */
    public Violation in(String name) {
        return new Violation(reason, detail, name);
    }

    @Override
    public String toString() {
        return (part.isEmpty() ? "" : part + ": ") + reason.code() + ": " + detail;
    }
}
