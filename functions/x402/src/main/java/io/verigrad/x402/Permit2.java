package io.verigrad.x402;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.PaymentId;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.util.Optional;

/** Uniswap's Permit2 and x402's proxies of it, which are at the same address on every chain (x402, {@code scheme_exact_evm}). */
public final class Permit2 {
    /** Keeps the nonces, and is what payers approve their tokens to. */
    public static final Address CONTRACT = PaymentId.PERMIT2_CONTRACT;

    /** Takes exactly what was signed. */
    public static final Address EXACT_PROXY = Address.parse("0x402085c248EeA27D92E8b30b2C58ed07f9E20001");

    /** Takes at most what was signed, for the facilitator that was signed. */
    public static final Address UPTO_PROXY = Address.parse("0x4020A4f3b7b90ccA423B9fabCc0CE57C6C240002");

    /** {@code extra.assetTransferMethod} of this transfer method. */
    public static final String TRANSFER_METHOD = "permit2";

    private Permit2() {}

    /** The EIP-712 domain, which has no version. */
    public static TypedDataDomain domain(ChainId chain) {
        return new TypedDataDomain("Permit2", Optional.empty(), chain.value(), CONTRACT);
    }
}
