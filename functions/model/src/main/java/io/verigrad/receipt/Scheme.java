package io.verigrad.receipt;

/** How a call is paid: the x402 scheme together with its transfer method, or the escrow of a contract that asked. */
public enum Scheme implements Coded {
    EXACT_EIP3009(1),
    EXACT_PERMIT2(2),
    UPTO(3),
    CHANNEL(4),
    /** Asked by a contract, which put the price into escrow with {@code InferenceRequests}. */
    REQUEST(5);

    private final int code;

    Scheme(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
