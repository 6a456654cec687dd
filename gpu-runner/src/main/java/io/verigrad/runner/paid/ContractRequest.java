package io.verigrad.runner.paid;

import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * What a contract asks for, as settlement-fn found it on the chain.
 *
 * @param contract that keeps the request and its price
 * @param requestId its number there
 * @param price in escrow; the most that the answer may cost
 * @param minAssurance code of the least assurance, which may be one that no receipt claims
 * @param openedAt unix seconds
 * @param expiresAt unix seconds
 * @param path of the request; its method is POST
 * @param body in base64
 */
public record ContractRequest(
        Address contract,
        @DecimalString long requestId,
        Address asker,
        Hash32 modelDigest,
        Hash32 requestHash,
        Address asset,
        TokenAmount price,
        int minAssurance,
        @DecimalString long openedAt,
        @DecimalString long expiresAt,
        String path,
        String body) {}
