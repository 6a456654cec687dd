package io.verigrad.client.receipt;

import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.Optional;

/**
 * A payment that this client signed.
 *
 * @param scheme how it is taken
 * @param value the most that may be charged; for {@code exact} just that
 * @param nonce of Permit2 as 32 bytes, of a channel its id
 * @param clientNonce what binds {@code nonce} to the request; zero of a channel
 * @param place of a payment by channel, what all calls before it charged
 */
public record Payment(
        Scheme scheme,
        ChainId chain,
        Address payer,
        Address payTo,
        Address asset,
        TokenAmount value,
        Hash32 nonce,
        Hash32 clientNonce,
        Optional<TokenAmount> place) {
    /** One whose nonce names it. */
    public Payment(
            Scheme scheme,
            ChainId chain,
            Address payer,
            Address payTo,
            Address asset,
            TokenAmount value,
            Hash32 nonce,
            Hash32 clientNonce) {
        this(scheme, chain, payer, payTo, asset, value, nonce, clientNonce, Optional.empty());
    }

    public Hash32 id() {
        return place.map(before -> PaymentId.channel(nonce, before)).orElseGet(this::authorizedId);
    }

    private Hash32 authorizedId() {
        return PaymentId.authorized(scheme, chain, asset, payer, nonce)
                .orElseThrow(() -> new IllegalStateException("this client signs no payments of " + scheme));
    }
}
