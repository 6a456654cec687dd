package io.verigrad.client.command;

import io.verigrad.client.receipt.ReceiptVerification;

/** What the process tells a script. */
public final class ExitCode {
    public static final int OK = 0;
    /** The runner refused or failed. */
    public static final int REFUSED = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** An input cannot be read. */
    public static final int MALFORMED = 3;
    /** A receipt is not what it says it is. */
    public static final int NOT_AUTHENTIC = 4;
    /** A receipt is authentic, or an offer is well formed, and is not acceptable. */
    public static final int POLICY = 5;
    /** Somebody who had to be asked does not answer. */
    public static final int NETWORK = 6;

    private ExitCode() {}

    static int of(ReceiptVerification verification) {
        return switch (verification) {
            case ReceiptVerification.Verified ignored -> OK;
            case ReceiptVerification.Rejected rejected -> rejected.isAuthentic() ? POLICY : NOT_AUTHENTIC;
        };
    }
}
