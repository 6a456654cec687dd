package io.verigrad.attestation.receipt;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * The payment as it was reserved before the model ran (EIP-3009 members under their own names).
 *
 * @param payer who signed the authorization
 * @param value what was authorised
 * @param validAfter unix seconds, exclusive
 * @param validBefore unix seconds, exclusive
 * @param nonce the authorization's nonce
 * @param requestHash the request that it pays for
 * @param enclaveKey the key of the runner that had it reserved
 */
public record ReservedPayment(
        Address payer,
        Address payTo,
        Address asset,
        TokenAmount value,
        long validAfter,
        long validBefore,
        Hash32 nonce,
        Hash32 requestHash,
        Address enclaveKey) {}
