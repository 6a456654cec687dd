package io.verigrad.payment.chain;

import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainVerification;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.value.ChainId;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The chain, once it proved to be the configured one with our contracts on it. That is asked before the first work and
 * not at start, so that a chain that is down delays answers and not the start.
 */
@ApplicationScoped
public class VerifiedChain {
    private final Chain chain;
    private volatile boolean verified;

    VerifiedChain(Chain chain) {
        this.chain = chain;
    }

    /** The configured chain's id. */
    public ChainId chainId() {
        return chain.config().chainId();
    }

    /**
     * The chain to use.
     *
     * @throws ChainUnavailableException if it does not answer or is another one
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
