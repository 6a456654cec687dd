package io.verigrad.attestation.snp;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.SnpRules;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** What the rules of the policy object to in a genuine report. */
final class ReportAppraisal {
    private final SnpReport report;
    private final EndorsementKey key;
    private final Product product;
    private final SnpRules rules;
    private final List<Violation> objections = new ArrayList<>();

    ReportAppraisal(SnpReport report, EndorsementKey key, Product product, SnpRules rules) {
        this.report = report;
        this.key = key;
        this.product = product;
        this.rules = rules;
    }

    List<Violation> objections() throws EvidenceFormatException {
        checkVersions();
        checkMachine();
        checkGuest();
        for (SnpRules.PlatformFeature feature : SnpRules.PlatformFeature.values()) {
            require(
                    !rules.platformFeatures().contains(feature) || feature.isIn(report.platformInfo()),
                    SnpReason.PLATFORM_FEATURE_MISSING,
                    "expected " + feature + ", found 0x" + Long.toHexString(report.platformInfo()));
        }
        return List.copyOf(objections);
    }

    private void checkVersions() throws EvidenceFormatException {
        TcbVersion reported = TcbVersion.parse("reported_tcb", product, report.reportedTcb());
        TcbVersion committed = TcbVersion.parse("committed_tcb", product, report.committedTcb());
        TcbVersion current = TcbVersion.parse("current_tcb", product, report.currentTcb());
        TcbVersion launch = TcbVersion.parse("launch_tcb", product, report.launchTcb());
        // What is reported must be what the chip cannot go back from, or an older one could be loaded a moment later.
        require(
                committed.isAtLeast(reported.components()) && current.isAtLeast(committed.components()),
                SnpReason.TCB_INCONSISTENT,
                "expected reported <= committed <= current, found " + reported.components() + ", "
                        + committed.components() + ", " + current.components());
        SortedMap<String, Integer> minimum = rules.minimumTcb().get(product.title());
        if (minimum == null) {
            objections.add(new Violation(SnpReason.PRODUCT_NOT_ALLOWED, "the policy does not name " + product.title()));
            return;
        }
        require(
                reported.isAtLeast(minimum),
                SnpReason.TCB_TOO_OLD,
                "expected " + minimum + ", found " + reported.components());
        require(
                launch.isAtLeast(minimum),
                SnpReason.LAUNCH_TCB_TOO_OLD,
                "expected " + minimum + ", found " + launch.components());
    }

    private void checkMachine() {
        switch (report.signingKey()) {
            case VCEK ->
                require(
                        rules.chips() instanceof SnpRules.Chips.Any
                                || rules.chips() instanceof SnpRules.Chips.Listed(Set<Bytes> ids)
                                        && ids.contains(report.chipId()),
                        SnpReason.CHIP_NOT_ALLOWED,
                        "the policy does not name " + report.chipId());
            case VLEK ->
                require(
                        rules.providers().contains(key.provider()),
                        SnpReason.PROVIDER_NOT_ALLOWED,
                        "the policy does not name \"" + key.provider() + "\"");
        }
    }

    private void checkGuest() {
        GuestPolicy policy = report.policy();
        require(
                report.vmpl() == rules.vmpl(),
                SnpReason.VMPL_MISMATCH,
                "expected " + rules.vmpl() + ", found " + report.vmpl());
        require(!policy.allowsMigrationAgent(), SnpReason.MIGRATION_ALLOWED, "the guest may be moved");
        require(
                policy.minimumAbi() >= rules.minimumAbi(),
                SnpReason.ABI_TOO_OLD,
                "expected 0x" + Integer.toHexString(rules.minimumAbi()) + ", found 0x"
                        + Integer.toHexString(policy.minimumAbi()));
        for (SnpRules.Weakening weakening : SnpRules.Weakening.values()) {
            require(
                    rules.allowed().contains(weakening) || !weakening.isIn(policy.bits()),
                    SnpReason.GUEST_WEAKENED,
                    "the guest policy permits " + weakening);
        }
        for (SnpRules.GuestFeature feature : SnpRules.GuestFeature.values()) {
            require(
                    !rules.guestFeatures().contains(feature) || feature.isIn(policy.bits()),
                    SnpReason.GUEST_FEATURE_MISSING,
                    "the guest policy does not demand " + feature);
        }
    }

    private void require(boolean holds, SnpReason reason, String detail) {
        if (!holds) {
            objections.add(new Violation(reason, detail));
        }
    }
}
