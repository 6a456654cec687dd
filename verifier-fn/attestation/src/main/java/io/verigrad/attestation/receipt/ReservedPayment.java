package io.verigrad.attestation.receipt;

import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.Optional;

/**
 * The payment as it was reserved before the model ran (EIP-3009 members under their own names).
 *
 * @param scheme how the payer authorised it
 * @param payer who signed the authorization
 * @param value what was authorised
 * @param validAfter unix seconds; exclusive, of Permit2 inclusive
 * @param validBefore unix seconds, exclusive
 * @param nonce the authorization's nonce, of Permit2 as 32 bytes, of a channel its id
 * @param requestHash the request that it pays for
 * @param enclaveKey the key of the runner that had it reserved
 * @param place of a payment by channel, what all calls before it charged
 */
public record ReservedPayment(
        Scheme scheme,
        Address payer,
        Address payTo,
        Address asset,
        TokenAmount value,
        long validAfter,
        long validBefore,
        Hash32 nonce,
        Hash32 requestHash,
        Address enclaveKey,
        Optional<TokenAmount> place) {
    /** Its id on {@code chain}; empty for a scheme that nobody reserves. */
    Optional<Hash32> id(ChainId chain) {
        return scheme == Scheme.CHANNEL
                ? place.map(before -> PaymentId.channel(nonce, before))
                : PaymentId.authorized(scheme, chain, asset, payer, nonce);
    }
}
