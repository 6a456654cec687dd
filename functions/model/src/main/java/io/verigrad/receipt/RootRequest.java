package io.verigrad.receipt;

import io.verigrad.json.DecimalString;
import java.util.List;

/**
 * Asks an enclave to sign one root over receipts of its own.
 *
 * @param channels in the order of the tree
 * @param issuedAt unix seconds, near now
 */
public record RootRequest(
        List<ChannelRun> channels, @DecimalString long issuedAt) {
    /** How many receipts one root may have. */
    public static final int MAX_RECEIPTS = 1000;

    public RootRequest {
        channels = List.copyOf(channels);
    }
}
