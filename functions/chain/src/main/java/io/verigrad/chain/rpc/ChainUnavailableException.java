package io.verigrad.chain.rpc;

import org.jspecify.annotations.Nullable;

/**
 * The node could not be asked, did not answer in time, or answered something that is not an answer. What it was asked
 * to do may have happened all the same. The message names the JSON-RPC method and never the URL, which may hold a key.
 */
public final class ChainUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String method;

    public ChainUnavailableException(String method, String problem) {
        this(method, problem, null);
    }

    ChainUnavailableException(String method, String problem, @Nullable Throwable cause) {
        super(method + ": " + problem, cause);
        this.method = method;
    }

    /** The JSON-RPC method that failed. */
    public String method() {
        return method;
    }
}
