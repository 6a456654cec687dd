package io.verigrad.attestation.policy;

import io.verigrad.value.Bytes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads the keys that only Intel TDX has. */
final class TdxRulesReader {
    static final Set<String> KEYS = Set.of(
            "revocation",
            "minimum-evaluation",
            "statuses",
            "grace-until",
            "advisories",
            "platforms",
            "allow",
            "features",
            "boot-marker");

    /** What names the software as a whole: firmware, its settings, kernel, command line with the first file system. */
    private static final Set<String> SOFTWARE = Set.of("mr-td", "rtmr0", "rtmr1", "rtmr2");

    private final PolicyNode node;
    private final RulesReader reader;

    TdxRulesReader(PolicyNode node, RulesReader reader) {
        this.node = node;
        this.reader = reader;
    }

    void checkMeasurements() {
        for (PolicyNode set : node.items("measurements")) {
            Map<String, PolicyNode> registers = set.members("registers");
            set.accepts(
                    registers.keySet().containsAll(SOFTWARE),
                    "expected at least " + SOFTWARE.stream().sorted().toList() + ", or any kernel could run");
        }
    }

    TdxRules read() {
        Set<TdxRules.TcbStatus> statuses = reader.constants("statuses", TdxRules.TcbStatus.class);
        if (statuses.remove(TdxRules.TcbStatus.REVOKED)) {
            node.problem("statuses", "what Intel revoked is never accepted");
        }
        Instant grace = Instant.EPOCH;
        if (statuses.stream().anyMatch(TdxRules.TcbStatus::isOld)) {
            grace = node.value("grace-until", Instant::parse, "the time until when old statuses are accepted")
                    .orElse(Instant.EPOCH);
        } else if (!node.node().path("grace-until").isMissingNode()) {
            node.problem("grace-until", "expected statuses that end then");
        }
        Set<String> advisories = new HashSet<>();
        for (PolicyNode advisory : node.optionalItems("advisories")) {
            advisory.self(text -> text, "an advisory such as INTEL-SA-00615").ifPresent(advisories::add);
        }
        return new TdxRules(
                reader.revocation(),
                node.number("minimum-evaluation", 0, 100_000),
                statuses,
                grace,
                advisories,
                platforms(),
                reader.constants("allow", TdxRules.Weakening.class),
                features(),
                node.node().path("boot-marker").isMissingNode() ? "" : node.text("boot-marker", "[!-9;-~]{1,100}"));
    }

    private TdxRules.Platforms platforms() {
        if (node.node().path("platforms").isTextual()) {
            node.text("platforms", "any");
            return new TdxRules.Platforms.Any();
        }
        Set<Bytes> ids = new HashSet<>();
        for (PolicyNode platform : node.items("platforms")) {
            platform.self(Bytes::parse, "a provisioning id (PPID) as 0x and 32 hex digits")
                    .filter(id -> platform.accepts(id.size() == 16 && !id.isZero(), "expected 16 bytes, not all zero"))
                    .ifPresent(ids::add);
        }
        return new TdxRules.Platforms.Listed(ids);
    }

    private long features() {
        String text = node.text("features", "0x[0-9a-f]{16}");
        return text.isEmpty() ? 0 : Long.parseUnsignedLong(text.substring(2), 16);
    }
}
