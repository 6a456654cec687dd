package io.verigrad.chain.request;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * What a contract waits for. Anybody may have written these terms: nothing says that a model can meet them.
 *
 * @param price in escrow; the most that the answer may cost
 * @param minAssurance code of the least assurance, which may be one that no receipt claims
 * @param callbackGas what the asker's code is called with; 0 for no call
 * @param openedAt unix seconds; an earlier answer is refused
 * @param expiresAt unix seconds; later, the asker may take the price back
 */
public record OpenRequest(
        BigInteger id,
        Address asker,
        Hash32 modelDigest,
        Hash32 requestHash,
        Address asset,
        TokenAmount price,
        int minAssurance,
        long callbackGas,
        long openedAt,
        long expiresAt) {}
