package io.verigrad.verifier.chain;

import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainVerification;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.verifier.config.Validator;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Gives the chain away once its id and contracts were seen to be the configured ones. Blocks; safe for many threads. */
@ApplicationScoped
public class VerifiedChain {
    private final Chain chain;
    private volatile boolean verified;

    VerifiedChain(Validator validator) {
        this.chain = Chain.connect(validator.chain());
    }

    /**
     * The chain.
     *
     * @throws ChainUnavailableException if the node does not answer
     * @throws WrongChainException if it is another chain; asked again at the next call
     */
    public Chain get() throws ChainUnavailableException {
        if (!verified) {
            switch (chain.verify()) {
                case ChainVerification.Verified() -> verified = true;
                case ChainVerification.Mismatch(List<String> problems) -> throw new WrongChainException(problems);
            }
        }
        return chain;
    }

    @PreDestroy
    void close() {
        chain.close();
    }
}
