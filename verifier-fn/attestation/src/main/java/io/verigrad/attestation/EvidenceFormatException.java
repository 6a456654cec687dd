package io.verigrad.attestation;

import org.jspecify.annotations.Nullable;

/** Evidence that is not in the form it claims. The message starts with the field or the offset of the problem. */
public final class EvidenceFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    private EvidenceFormatException(String field, String problem, @Nullable Throwable cause) {
        super(field + ": " + problem, cause);
        this.field = field;
    }

    public static EvidenceFormatException of(String field, String problem) {
        return new EvidenceFormatException(field, problem, null);
    }

    public static EvidenceFormatException of(String field, String problem, Throwable cause) {
        return new EvidenceFormatException(field, problem, cause);
    }

    public static EvidenceFormatException at(String field, int offset, String problem) {
        return new EvidenceFormatException(field + " at offset " + offset, problem, null);
    }

    /** Which part of the evidence is malformed. */
    public String field() {
        return field;
    }
}
