package io.verigrad.verifier.chain;

import java.util.List;

/** The node serves another chain than the configured one, or our contracts are not on it. */
public final class WrongChainException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    WrongChainException(List<String> problems) {
        super("the node at verigrad.chain.rpc-url does not fit the configuration: " + String.join("; ", problems));
    }
}
