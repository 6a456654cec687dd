package io.verigrad.explorer.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call with its whole way. Of the payer's authorization only what names the payment is shown, never its signature:
 * whoever holds that may submit it.
 *
 * @param nonce of the authorization: chain, asset, payer and nonce make the payment id
 * @param receipt as it was signed
 */
record CallDetail(
        CallSummary call,
        String scheme,
        Hash32 requestHash,
        Address payTo,
        Optional<Address> host,
        Hash32 nonce,
        Instant deadline,
        Optional<Instant> servedAt,
        Optional<Instant> affirmedAt,
        Optional<JsonNode> receipt,
        List<Appraised> appraisals,
        Optional<Settling> settlement,
        Optional<Split> split) {

    /** A validator's verdict on the receipt. */
    record Appraised(Address validator, String status, List<String> reasons, Instant at) {}

    /**
     * The batch and its transaction.
     *
     * @param proof siblings from the receipt id to the root
     */
    record Settling(
            Hash32 root,
            int count,
            int position,
            List<Hash32> proof,
            String batchState,
            Instant batchedAt,
            Optional<Hash32> transaction,
            String transactionState,
            Optional<Long> blockNumber,
            Instant writtenAt,
            Instant movedAt) {}
}
