package io.verigrad.settlement;

import io.verigrad.json.DecimalString;
import io.verigrad.value.Hash32;
import java.util.List;

/**
 * The body of {@code endorse}: validators sign one and the same appraisal only if one time is proposed to all.
 *
 * @param receiptIds in the order of the batch
 * @param appraisedAt unix seconds, of the latest block
 */
record EndorseRequest(
        List<Hash32> receiptIds, @DecimalString long appraisedAt) {}
