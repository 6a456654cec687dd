package io.verigrad.attestation.receipt;

import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * What a contract asked for and put the price of into escrow, as {@code InferenceRequests} keeps it on the chain.
 *
 * @param requests the contract that keeps it
 * @param payTo the vault of the host that answers
 * @param price the most that the answer may cost
 * @param openedAt unix seconds; an earlier answer is one to somebody else
 * @param expiresAt unix seconds, from when on the asker may take the price back
 */
public record ContractRequest(
        Address requests,
        BigInteger requestId,
        Address asker,
        Address payTo,
        Address asset,
        TokenAmount price,
        Hash32 modelDigest,
        Hash32 requestHash,
        Assurance minAssurance,
        long openedAt,
        long expiresAt) {}
