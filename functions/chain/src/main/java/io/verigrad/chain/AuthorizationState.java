package io.verigrad.chain;

/** Whether a token still accepts an authorization of this nonce (EIP-3009, {@code authorizationState}). */
public enum AuthorizationState {
    UNUSED,
    /** Spent or cancelled; which of the two, the chain does not say here. */
    USED
}
