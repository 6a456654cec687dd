package io.verigrad.chain.settlement;

import io.verigrad.receipt.Appraisal;
import java.util.List;

/** Receipts that settle in one transaction, with the validators' appraisal of them, in any order of validators. */
public record SettlementBatch(List<SettlementItem> items, Appraisal appraisal, List<Endorsement> endorsements) {
    public SettlementBatch {
        items = List.copyOf(items);
        endorsements = List.copyOf(endorsements);
        if (items.isEmpty() || items.size() != appraisal.count()) {
            throw new IllegalArgumentException(
                    "expected the " + appraisal.count() + " items of the appraisal, found " + items.size());
        }
    }
}
