package io.verigrad.chain;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.value.ChainId;

/**
 * A chain, once it proved to be the configured one with our contracts on it. That is asked before the first work and not
 * at start, so that a chain that is down delays answers and not the start. Blocks; safe for many threads.
 */
public final class VerifiedChain {
    private final Chain chain;
    private volatile boolean verified;

    public VerifiedChain(Chain chain) {
        this.chain = chain;
    }

    /** The id of the configured chain, seen or not. */
    public ChainId chainId() {
        return chain.config().chainId();
    }

    /**
     * The chain to use. What was found good is not asked again.
     *
     * @throws ChainUnavailableException if it does not answer or is another one; the message says what was expected and
     *     what was found
     */
    public Chain get() throws ChainUnavailableException {
        if (!verified) {
            if (chain.verify() instanceof ChainVerification.Mismatch mismatch) {
                throw new ChainUnavailableException("verification", String.join("; ", mismatch.problems()));
            }
            verified = true;
        }
        return chain;
    }
}
