package io.verigrad.attestation.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the schema of the policy file and collects every problem before it gives up. */
final class PolicyReader {
    private static final Duration MAX_LIFETIME = Duration.ofDays(30);

    private final String yaml;
    private final List<String> problems = new ArrayList<>();

    PolicyReader(String yaml) {
        this.yaml = yaml;
    }

    AppraisalPolicy read() throws PolicyFormatException {
        JsonNode file = Yaml.read(yaml);
        PolicyNode root = new PolicyNode("policy", file, problems);
        root.allowOnly(
                Set.of("version", "id", "development", "evidence-max-age", "clock-skew", "epoch-lifetime", "formats"));
        if (!root.integer("version").equals(Optional.of(AppraisalPolicy.VERSION))) {
            root.problem("version", "expected " + AppraisalPolicy.VERSION);
        }
        String id = root.text("id", "[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
        boolean development = root.flag("development");
        Duration age = root.duration("evidence-max-age", Duration.ofHours(1));
        Duration skew = root.duration("clock-skew", Duration.ofMinutes(5));
        Duration lifetime = root.duration("epoch-lifetime", MAX_LIFETIME);
        List<FormatPolicy> formats = new ArrayList<>();
        for (Map.Entry<String, PolicyNode> format : root.members("formats").entrySet()) {
            read(format.getKey(), format.getValue(), development).ifPresent(formats::add);
        }
        if (!problems.isEmpty()) {
            throw new PolicyFormatException(problems);
        }
        return new AppraisalPolicy(id, development, age, skew, lifetime, formats, CanonicalJson.digest(file));
    }

    private Optional<FormatPolicy> read(String format, PolicyNode node, boolean development) {
        Set<String> keys = new HashSet<>(RulesReader.keys(format));
        boolean devices = format.startsWith("nvidia-");
        keys.addAll(Set.of("max-assurance", "roots", "measurements"));
        if (!devices) {
            keys.add("minimum-gpus");
        }
        node.allowOnly(keys);
        Optional<Assurance> assurance = node.value("max-assurance", Assurance::valueOf, "UNATTESTED to WEIGHTS_BOUND");
        if (assurance.filter(a -> a.compareTo(Assurance.WEIGHTS_BOUND) > 0).isPresent()) {
            node.problem("max-assurance", "expected UNATTESTED to WEIGHTS_BOUND, found " + assurance.get());
        }
        if (format.startsWith("software-")) {
            checkSoftware(node, assurance, development);
        }
        Set<Hash32> roots = new HashSet<>();
        for (PolicyNode root : node.items("roots")) {
            root.self(Hash32::parse, "the SHA-256 of a certificate as 0x and 64 hex digits")
                    .ifPresent(roots::add);
        }
        List<MeasurementSet> sets = new ArrayList<>();
        // The manifests of the vendor say what a device may measure; a list of our own may narrow it.
        for (PolicyNode set : devices ? node.optionalItems("measurements") : node.items("measurements")) {
            measurementSet(format, set).ifPresent(sets::add);
        }
        FormatRules rules = new RulesReader(node, development).read(format);
        int gpus = node.node().path("minimum-gpus").isMissingNode() ? 0 : node.number("minimum-gpus", 0, 16);
        return assurance.map(level -> new FormatPolicy(format, level, roots, sets, rules, gpus));
    }

    private static void checkSoftware(PolicyNode node, Optional<Assurance> assurance, boolean development) {
        if (!development) {
            node.problem("", "software evidence proves nothing; it needs development: true");
        }
        if (assurance.filter(a -> a != Assurance.UNATTESTED).isPresent()) {
            node.problem("max-assurance", "software evidence reaches UNATTESTED, found " + assurance.get());
        }
    }

    static Optional<MeasurementSet> measurementSet(String format, PolicyNode node) {
        node.allowOnly(Set.of("name", "registers"));
        String name = node.text("name", ".{1,100}");
        SortedMap<String, Bytes> registers = new TreeMap<>();
        node.members("registers")
                .forEach((register, value) -> value.self(Bytes::parse, "a measurement as 0x and hex digits")
                        .filter(measured -> value.accepts(measured.size() >= 32, "expected 32 bytes or more"))
                        .filter(measured -> value.accepts(!measured.isZero(), "all zero is debug mode, never allowed"))
                        .ifPresent(measured -> registers.put(register, measured)));
        return registers.isEmpty() ? Optional.empty() : Optional.of(new MeasurementSet(format, name, registers));
    }
}
