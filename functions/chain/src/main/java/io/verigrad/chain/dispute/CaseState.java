package io.verigrad.chain.dispute;

/** Where a case is, in the order of {@code IDisputes.State}, which begins with none. */
public enum CaseState {
    /** Waits for a verdict. */
    OPEN,
    /** The challenger was right. */
    UPHELD,
    REJECTED,
    /** Nobody decided in time. */
    LAPSED
}
