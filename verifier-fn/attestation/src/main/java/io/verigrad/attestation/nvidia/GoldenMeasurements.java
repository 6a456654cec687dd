package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.Violation;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what was measured with what the manifests allow. */
record GoldenMeasurements(SpdmReport report) {
    /** The measurement of the video decoder's firmware, which does not count where the decoder is off. */
    private static final int DECODER = 35;

    /** The least of what is wrong with any choice of one manifest from each list. */
    List<Violation> compare(List<List<Rim>> kinds) {
        return choices(kinds).stream()
                .map(this::mismatches)
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of());
    }

    private static List<List<Rim>> choices(List<List<Rim>> kinds) {
        List<List<Rim>> choices = List.of(List.of());
        for (List<Rim> kind : kinds) {
            choices = choices.stream()
                    .flatMap(chosen -> kind.stream().map(rim -> {
                        List<Rim> longer = new ArrayList<>(chosen);
                        longer.add(rim);
                        return List.copyOf(longer);
                    }))
                    .toList();
        }
        return choices;
    }

    private List<Violation> mismatches(List<Rim> manifests) {
        List<Violation> violations = new ArrayList<>();
        Set<Integer> bound = new HashSet<>();
        for (Rim rim : manifests) {
            rim.golden().forEach((index, allowed) -> {
                if (!bound.add(index)) {
                    violations.add(new Violation(NvidiaReason.RIM_CONFLICT, "two manifests name measurement " + index));
                }
                if (index == DECODER
                        && report.opaque().decoder().filter(on -> !on).isPresent()) {
                    return;
                }
                // Manifests count from 0, blocks from 1. A block that is not there equals nothing.
                Bytes measured = report.measurements().getOrDefault(index + 1, Bytes.EMPTY);
                if (!allowed.contains(measured)) {
                    violations.add(new Violation(
                            NvidiaReason.GOLDEN_MEASUREMENT_MISMATCH,
                            "measurement " + index + " is " + measured + ", " + rim.version() + " allows " + allowed));
                }
            });
        }
        return violations;
    }
}
