package io.verigrad.ledger;

import io.verigrad.receipt.Appraisal;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.UUID;

/**
 * A batch that validators endorsed.
 *
 * @param owner who claimed its payments
 * @param receiptIds in the order of the batch, whose Merkle root the appraisal names
 */
public record NewBatch(UUID owner, Appraisal appraisal, List<Hash32> receiptIds) {
    public NewBatch {
        receiptIds = List.copyOf(receiptIds);
        if (receiptIds.size() != appraisal.count()) {
            throw new IllegalArgumentException("expected " + appraisal.count() + " receipts as the appraisal says,"
                    + " found " + receiptIds.size());
        }
    }
}
