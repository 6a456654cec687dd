package io.verigrad.settlement;

import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.receipt.Appraisal;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What validators said of one batch.
 *
 * @param agreed the appraisals that any of them signed, with their signatures, those that most signed first
 * @param refused the receipts that at least one of them does not sign for
 */
record Endorsements(List<Agreed> agreed, Set<Hash32> refused) {
    Endorsements {
        agreed = List.copyOf(agreed);
        refused = Set.copyOf(refused);
    }

    /** Validators that signed the same appraisal. */
    record Agreed(Appraisal appraisal, List<Endorsement> endorsements) {
        Agreed {
            endorsements = List.copyOf(endorsements);
        }
    }

    /** Collects answers. A quorum must agree on every member, so signatures are counted by equal appraisal. */
    static final class Builder {
        private final Map<Appraisal, Map<Address, Endorsement>> signed = new LinkedHashMap<>();
        private final Set<Hash32> refused = new HashSet<>();

        /** Two endpoints of one validator count once. */
        void add(Appraisal appraisal, Endorsement endorsement) {
            signed.computeIfAbsent(appraisal, first -> new LinkedHashMap<>()).put(endorsement.validator(), endorsement);
        }

        void refuse(List<EndorseAnswer.RefusedReceipt> receipts) {
            receipts.forEach(receipt -> refused.add(receipt.receiptId()));
        }

        Endorsements build() {
            // Only the chain knows the validators' weights, and so which group is a quorum.
            List<Agreed> agreed = signed.entrySet().stream()
                    .map(group -> new Agreed(
                            group.getKey(), List.copyOf(group.getValue().values())))
                    .sorted(Comparator.comparingInt(
                                    (Agreed group) -> group.endorsements().size())
                            .reversed())
                    .toList();
            return new Endorsements(agreed, refused);
        }
    }
}
