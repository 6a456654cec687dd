package io.verigrad.client.receipt;

import io.verigrad.receipt.PaymentId;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * An EIP-3009 payment that this client signed.
 *
 * @param value what was authorised
 * @param clientNonce what binds {@code nonce} to the request
 */
public record Payment(
        ChainId chain,
        Address payer,
        Address payTo,
        Address asset,
        TokenAmount value,
        Hash32 nonce,
        Hash32 clientNonce) {
    public Hash32 id() {
        return PaymentId.eip3009(chain, asset, payer, nonce);
    }
}
