package io.verigrad.client.receipt;

import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * A payment that this client signed.
 *
 * @param scheme how it is taken
 * @param value the most that may be charged; for {@code exact} just that
 * @param nonce of Permit2 as 32 bytes
 * @param clientNonce what binds {@code nonce} to the request
 */
public record Payment(
        Scheme scheme,
        ChainId chain,
        Address payer,
        Address payTo,
        Address asset,
        TokenAmount value,
        Hash32 nonce,
        Hash32 clientNonce) {
    public Hash32 id() {
        return PaymentId.authorized(scheme, chain, asset, payer, nonce)
                .orElseThrow(() -> new IllegalStateException("this client signs no payments of " + scheme));
    }
}
