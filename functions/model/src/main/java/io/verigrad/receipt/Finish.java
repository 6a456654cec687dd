package io.verigrad.receipt;

/** How an answer ended, signed so that a cut answer cannot pass for a whole one. */
public enum Finish implements Coded {
    COMPLETE,
    LENGTH,
    REFUSED,
    CANCELLED,
    TOOL_CALL;

    @Override
    public int code() {
        return ordinal();
    }
}
