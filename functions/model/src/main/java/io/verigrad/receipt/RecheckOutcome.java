package io.verigrad.receipt;

/** What a second run of a request said about the first answer. */
public enum RecheckOutcome implements Coded {
    /** The same content to the last bit. */
    IDENTICAL(1),
    /** Run in another numerics class; every number is within the stated tolerance, and all else is the same. */
    WITHIN_TOLERANCE(2),
    /** Not the same content, though it had to be. */
    DIFFERENT(3),
    /** Not the same content, and run in another numerics class, where a text may rightly go another way. */
    INCONCLUSIVE(4);

    private final int code;

    RecheckOutcome(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    /** The level that the receipt has by this outcome. */
    public Assurance assurance() {
        return switch (this) {
            case IDENTICAL, WITHIN_TOLERANCE -> Assurance.REEXECUTED;
            case DIFFERENT, INCONCLUSIVE -> Assurance.UNATTESTED;
        };
    }
}
