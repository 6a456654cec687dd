package io.verigrad.attestation.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a build says that its software measures (RFC 9334, section 8.3): a YAML file with the keys that a policy has for it.
 *
 * @param format the evidence format whose registers these are
 * @param sets at least one
 */
public record ReferenceValues(String format, List<MeasurementSet> sets) {
    /** The version of the file's schema. */
    public static final int VERSION = 1;

    public ReferenceValues {
        sets = List.copyOf(sets);
    }

    /**
     * Reads a published file.
     *
     * @throws PolicyFormatException with every problem of the file, not only the first
     */
    public static ReferenceValues parse(String yaml) throws PolicyFormatException {
        List<String> problems = new ArrayList<>();
        PolicyNode root = new PolicyNode("reference-values", Yaml.read(yaml), problems);
        root.allowOnly(Set.of("version", "format", "measurements"));
        root.number("version", VERSION, VERSION);
        String format = root.text("format", "[a-z0-9-]{1,32}");
        List<MeasurementSet> sets = new ArrayList<>();
        for (PolicyNode set : root.items("measurements")) {
            PolicyReader.measurementSet(format, set).ifPresent(sets::add);
        }
        if (!problems.isEmpty()) {
            throw new PolicyFormatException(problems);
        }
        return new ReferenceValues(format, sets);
    }
}
