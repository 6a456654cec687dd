package io.verigrad.attestation.tdx;

/** The attributes of a trust domain ("Intel TDX Module ABI", table TD_ATTRIBUTES), lowest bit first. */
record TdAttributes(long bits) {
    private static final long DEBUG = 1;
    private static final long SEPT_VE_DISABLE = 1L << 28;

    /** Whether the host may read and change the domain. */
    boolean allowsDebugging() {
        return (bits & DEBUG) != 0;
    }

    /** Whether the host cannot make the guest believe that a page of its memory is gone. */
    boolean disablesPageViolations() {
        return (bits & SEPT_VE_DISABLE) != 0;
    }

    /** The bits besides those two. */
    long others() {
        return bits & ~(DEBUG | SEPT_VE_DISABLE);
    }
}
