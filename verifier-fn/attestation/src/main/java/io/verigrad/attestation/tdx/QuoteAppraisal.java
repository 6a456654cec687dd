package io.verigrad.attestation.tdx;

import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.TdxRules;
import io.verigrad.attestation.policy.TdxRules.TcbStatus;
import io.verigrad.attestation.policy.TdxRules.Weakening;
import io.verigrad.value.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/** What the rules of the policy object to in a genuine quote. */
final class QuoteAppraisal {
    private final TdReport report;
    private final QuoteAuthenticity.Result.Genuine genuine;
    private final TdxRules rules;
    private final List<Violation> objections = new ArrayList<>();

    QuoteAppraisal(TdReport report, QuoteAuthenticity.Result.Genuine genuine, TdxRules rules) {
        this.report = report;
        this.genuine = genuine;
        this.rules = rules;
    }

    List<Violation> objections(Registers registers, FormatPolicy policy, Instant now) {
        checkTcb(now);
        require(
                genuine.evaluation() >= rules.minimumEvaluation(),
                TdxReason.TCB_EVALUATION_TOO_OLD,
                "expected " + rules.minimumEvaluation() + " or later, found " + genuine.evaluation());
        require(
                rules.platforms() instanceof TdxRules.Platforms.Any
                        || rules.platforms() instanceof TdxRules.Platforms.Listed(Set<Bytes> ids)
                                && ids.contains(genuine.platform().id()),
                TdxReason.PLATFORM_NOT_ALLOWED,
                "the policy does not name " + genuine.platform().id());
        checkGuest();
        checkOwners(registers.measurements(), policy);
        objections.addAll(registers.violations());
        return List.copyOf(objections);
    }

    private void checkTcb(Instant now) {
        switch (genuine.tcb()) {
            case TcbAssessment.NotSupported(String what) ->
                objections.add(new Violation(TdxReason.TCB_NOT_SUPPORTED, what));
            case TcbAssessment.Known(TcbStatus status, SortedSet<String> advisories) -> {
                checkStatus(status, now);
                for (String advisory : advisories) {
                    require(
                            rules.advisories().contains(advisory),
                            TdxReason.ADVISORY_NOT_ALLOWED,
                            advisory + " is open");
                }
            }
        }
    }

    private void checkStatus(TcbStatus status, Instant now) {
        require(status != TcbStatus.REVOKED, TdxReason.TCB_REVOKED, "Intel has revoked this level");
        boolean allowed = status == TcbStatus.UP_TO_DATE || rules.statuses().contains(status);
        require(allowed || status == TcbStatus.REVOKED, TdxReason.TCB_STATUS_NOT_ALLOWED, "found " + status.word());
        require(
                !allowed || !status.isOld() || now.isBefore(rules.graceEnd()),
                TdxReason.TCB_GRACE_OVER,
                status.word() + " was accepted until " + rules.graceEnd());
    }

    private void checkGuest() {
        TdAttributes attributes = report.attributes();
        require(
                attributes.disablesPageViolations() || rules.allowed().contains(Weakening.PAGE_VIOLATIONS),
                TdxReason.PAGE_VIOLATIONS_ENABLED,
                "SEPT_VE_DISABLE is off");
        long allowed = rules.allowed().stream().mapToLong(Weakening::attribute).reduce(0, (one, other) -> one | other);
        require(
                (attributes.others() & ~allowed) == 0,
                TdxReason.ATTRIBUTE_NOT_ALLOWED,
                "found 0x" + Long.toHexString(attributes.others() & ~allowed));
        require(
                (report.extendedFeatures() & ~rules.features()) == 0,
                TdxReason.FEATURE_NOT_ALLOWED,
                "found 0x" + Long.toHexString(report.extendedFeatures() & ~rules.features()));
    }

    /** Whoever owns a domain, or serves it, may be somebody whom the policy has never heard of. */
    private void checkOwners(Map<String, Bytes> measured, FormatPolicy policy) {
        Set<String> named =
                policy.match(measured).map(set -> set.registers().keySet()).orElse(Set.of());
        for (String register : Registers.OWNERS) {
            Bytes value = measured.getOrDefault(register, Bytes.EMPTY);
            require(
                    value.isZero() || named.contains(register),
                    TdxReason.REGISTER_NOT_ALLOWED,
                    register + " is " + value);
        }
    }

    private void require(boolean holds, TdxReason reason, String detail) {
        if (!holds) {
            objections.add(new Violation(reason, detail));
        }
    }
}
