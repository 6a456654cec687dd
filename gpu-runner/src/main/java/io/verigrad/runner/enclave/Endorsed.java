package io.verigrad.runner.enclave;

import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What validators said of one piece of evidence.
 *
 * @param groups those that signed the same registration, the largest group first
 * @param problems why others did not sign
 */
record Endorsed(List<Group> groups, List<String> problems) {
    Endorsed {
        groups = List.copyOf(groups);
        problems = List.copyOf(problems);
    }

    /** Validators that signed the same registration, each once. */
    record Group(EnclaveRegistration registration, List<Endorsement> endorsements) {
        Group {
            endorsements = List.copyOf(endorsements);
        }
    }

    /** Collects answers. A quorum must agree on every member, so signatures are counted by equal registration. */
    static final class Builder {
        private final Map<EnclaveRegistration, Map<Address, Endorsement>> signed = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        /** Two endpoints of one validator count once. */
        void add(EnclaveRegistration registration, Endorsement endorsement) {
            signed.computeIfAbsent(registration, first -> new LinkedHashMap<>())
                    .put(endorsement.validator(), endorsement);
        }

        void problem(String problem) {
            problems.add(problem);
        }

        Endorsed build() {
            return new Endorsed(
                    signed.entrySet().stream()
                            .map(group -> new Group(
                                    group.getKey(), List.copyOf(group.getValue().values())))
                            .sorted(Comparator.comparingInt((Group group) ->
                                            group.endorsements().size())
                                    .reversed())
                            .toList(),
                    problems);
        }
    }
}
