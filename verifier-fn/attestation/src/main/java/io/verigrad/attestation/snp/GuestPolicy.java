package io.verigrad.attestation.snp;

/** What the owner of a guest demanded of the firmware when it was launched (AMD 56860, section 4.3, table 9). */
record GuestPolicy(long bits) {
    /** Bits 26 and higher. */
    static final long RESERVED_ZERO = -1L << 26;
    /** Bit 17. */
    static final long RESERVED_ONE = 1L << 17;

    private static final long MIGRATION_AGENT = 1L << 18;
    private static final long DEBUG = 1L << 19;

    /** Major version times 256 plus minor version. */
    int minimumAbi() {
        return (int) (bits & 0xffff);
    }

    boolean allowsMigrationAgent() {
        return (bits & MIGRATION_AGENT) != 0;
    }

    boolean allowsDebugging() {
        return (bits & DEBUG) != 0;
    }
}
