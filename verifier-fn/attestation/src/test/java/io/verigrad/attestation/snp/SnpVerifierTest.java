package io.verigrad.attestation.snp;

import static io.verigrad.attestation.snp.SnpForge.ARC;
import static io.verigrad.attestation.snp.SnpForge.NOW;
import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.Reason;
import io.verigrad.attestation.Verdicts;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.FormatRules;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.policy.SnpRules;
import io.verigrad.attestation.x509.RevocationReason;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnpVerifierTest {
    record Defect(Reason reason, String what, Supplier<SnpForge> base, Consumer<SnpForge> make) {
        Defect(Reason reason, String what, Consumer<SnpForge> make) {
            this(reason, what, SnpForge::new, make);
        }

        @Override
        public String toString() {
            return reason.code() + ": " + what;
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(chains(), lists(), identities(), firmware(), guests(), shared())
                .flatMap(defects -> defects);
    }

    private static Stream<Defect> chains() {
        return Stream.of(
                new Defect(
                        SnpReason.ENDORSEMENT_MISSING,
                        "no key",
                        f -> f.table = t -> {
                            t.remove(CertificateTable.VCEK);
                            return t;
                        }),
                new Defect(
                        SnpReason.ENDORSEMENT_MISSING,
                        "no authority",
                        f -> f.table = t -> {
                            t.remove(CertificateTable.ASK);
                            return t;
                        }),
                new Defect(
                        SnpReason.ENDORSEMENT_MISSING,
                        "no root",
                        f -> f.table = t -> {
                            t.remove(CertificateTable.ARK);
                            return t;
                        }),
                new Defect(SnpReason.ENDORSEMENT_MISSING, "no table", f -> f.withTable = false),
                new Defect(EnclaveReason.ROOT_NOT_PINNED, "another root", f -> f.pins = Set.of(hash("another"))),
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "authority may not sign",
                        f -> f.authority = c -> c.usage = KeyUsage.digitalSignature),
                new Defect(EnclaveReason.CHAIN_INVALID, "no authority", f -> f.authority = c -> c.pathLength = -1),
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "unknown critical extension",
                        f -> f.key = c -> c.criticalExtension = "1.2.3.4"),
                new Defect(
                        EnclaveReason.CERTIFICATE_NOT_YET_VALID,
                        "key of the future",
                        f -> f.key = c -> c.from = NOW.plusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_EXPIRED,
                        "key of the past",
                        f -> f.key = c -> c.until = NOW.minusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_EXPIRED,
                        "authority of the past",
                        f -> f.authority = c -> c.until = NOW.minusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_ALGORITHM,
                        "without PSS",
                        f -> f.key = c -> c.algorithm = "SHA384withRSA"),
                new Defect(
                        EnclaveReason.LEAF_USAGE,
                        "key that may not sign",
                        f -> f.key = c -> c.usage = KeyUsage.keyAgreement),
                new Defect(EnclaveReason.LEAF_USAGE, "key that is an authority", f -> f.key = c -> c.pathLength = 0),
                new Defect(
                        EnclaveReason.SIGNATURE_INVALID,
                        "another key signed",
                        f -> f.signer = SnpForge.OTHER_KEY.getPrivate()));
    }

    private static Stream<Defect> lists() {
        return Stream.of(
                new Defect(RevocationReason.REVOCATION_LIST_MISSING, "none", f -> f.withList = false),
                new Defect(
                        RevocationReason.REVOCATION_LIST_STALE,
                        "past its update",
                        f -> f.list = l -> l.nextUpdate = NOW.minusSeconds(1)),
                new Defect(
                        RevocationReason.REVOCATION_LIST_INVALID,
                        "of another key",
                        f -> f.list = l -> {
                            l.key = SnpForge.OTHER_KEY.getPrivate();
                            l.algorithm = "SHA384withECDSA";
                        }),
                new Defect(
                        RevocationReason.CERTIFICATE_REVOKED,
                        "the authority",
                        f -> f.list = l -> l.revoked.add(BigInteger.valueOf(0x010001))));
    }

    private static Stream<Defect> identities() {
        return Stream.of(
                new Defect(
                        SnpReason.KEY_KIND_MISMATCH,
                        "VCEK with a provider",
                        f -> f.key = c -> c.extensions.put(ARC + "5", SnpForge.text("CN=x"))),
                new Defect(
                        SnpReason.KEY_KIND_MISMATCH,
                        "VLEK with a chip",
                        SnpForge::vlek,
                        f -> f.key = c -> c.extensions.put(ARC + "4", SnpForge.CHIP.toArray())),
                new Defect(
                        SnpReason.KEY_KIND_MISMATCH,
                        "VLEK without a provider",
                        SnpForge::vlek,
                        f -> f.key = c -> c.extensions.remove(ARC + "5")),
                new Defect(
                        SnpReason.KEY_KIND_MISMATCH,
                        "another subject",
                        f -> f.key = c -> c.subject = "CN=SEV-VLEK,O=Test"),
                new Defect(SnpReason.PRODUCT_MISMATCH, "another processor", f -> f.report = r -> r[0x189] = 0x11),
                new Defect(SnpReason.PRODUCT_MISMATCH, "unknown processor", f -> f.report = r -> r[0x188] = 0x17),
                new Defect(
                        SnpReason.PRODUCT_MISMATCH,
                        "another product name",
                        f -> f.key = c -> c.extensions.put(ARC + "2", SnpForge.text("Milano"))),
                new Defect(
                        SnpReason.PRODUCT_MISMATCH,
                        "no product name",
                        f -> f.key = c -> c.extensions.remove(ARC + "2")),
                new Defect(SnpReason.PRODUCT_MISMATCH, "root of another product", f -> f.rootProduct = "Genoa"),
                new Defect(SnpReason.PRODUCT_MISMATCH, "unknown product", f -> f.product = "Venice"),
                new Defect(
                        SnpReason.CHIP_MISMATCH,
                        "another chip",
                        f -> f.key = c ->
                                c.extensions.put(ARC + "4", filled(64, 0x70).toArray())),
                new Defect(
                        SnpReason.CHIP_MISMATCH,
                        "chip of eight bytes",
                        f -> f.key =
                                c -> c.extensions.put(ARC + "4", filled(8, 0x61).toArray())),
                new Defect(
                        SnpReason.CHIP_MISMATCH,
                        "bytes behind the chip of Turin",
                        SnpForge::turin,
                        f -> f.report = r -> r[0x1a0 + 63] = 1),
                new Defect(SnpReason.CHIP_MASKED, "no chip", f -> f.chip = Bytes.of(new byte[64])),
                new Defect(
                        SnpReason.CHIP_NOT_ALLOWED,
                        "chip not listed",
                        f -> f.rules.chips = new SnpRules.Chips.Listed(Set.of(filled(64, 0x71)))),
                new Defect(
                        SnpReason.PROVIDER_NOT_ALLOWED,
                        "provider not listed",
                        SnpForge::vlek,
                        f -> f.rules.providers = Set.of("CN=another")));
    }

    private static Stream<Defect> firmware() {
        return Stream.of(
                new Defect(
                        SnpReason.TCB_MISMATCH,
                        "certificate of a newer bootloader",
                        f -> f.key = c -> c.extensions.put(ARC + "3.1", SnpForge.integer(5))),
                new Defect(
                        SnpReason.TCB_MISMATCH,
                        "certificate of another microcode",
                        f -> f.key = c -> c.extensions.put(ARC + "3.8", SnpForge.integer(218))),
                new Defect(
                        SnpReason.TCB_MISMATCH,
                        "certificate without a level",
                        f -> f.key = c -> c.extensions.remove(ARC + "3.2")),
                new Defect(
                        SnpReason.TCB_MISMATCH,
                        "reserved level",
                        f -> f.key = c -> c.extensions.put(ARC + "3.5", SnpForge.integer(1))),
                new Defect(
                        SnpReason.TCB_MISMATCH,
                        "level of Turin",
                        f -> f.key = c -> c.extensions.put(ARC + "3.9", SnpForge.integer(1))),
                new Defect(
                        SnpReason.TCB_MISMATCH,
                        "another FMC",
                        SnpForge::turin,
                        f -> f.key = c -> c.extensions.put(ARC + "3.9", SnpForge.integer(2))),
                new Defect(SnpReason.PRODUCT_NOT_ALLOWED, "no minimum", f -> f.rules.minimum.remove("Milan")),
                new Defect(SnpReason.TCB_TOO_OLD, "reported", f -> {
                    f.tcb = new int[] {4, 0, 21, 255};
                    f.report = r -> r[0x1f0 + 6] = 24;
                }),
                new Defect(SnpReason.LAUNCH_TCB_TOO_OLD, "launch", f -> f.report = r -> r[0x1f0 + 6] = 21),
                new Defect(
                        SnpReason.TCB_INCONSISTENT, "reported above committed", f -> f.report = r -> r[0x1e0 + 6] = 23),
                new Defect(
                        SnpReason.TCB_INCONSISTENT, "committed above current", f -> f.report = r -> r[0x38 + 6] = 23));
    }

    private static Stream<Defect> guests() {
        return Stream.of(
                new Defect(EnclaveReason.DEBUG_MODE, "debug", f -> f.report = r -> r[0x0a] |= 0b1000),
                new Defect(SnpReason.MIGRATION_ALLOWED, "agent", f -> f.report = r -> r[0x0a] |= 0b0100),
                new Defect(SnpReason.ABI_TOO_OLD, "minor", f -> f.report = r -> r[0x08] = 0x1e),
                new Defect(SnpReason.ABI_TOO_OLD, "major", f -> f.report = r -> r[0x09] = 0),
                new Defect(SnpReason.GUEST_WEAKENED, "SMT", f -> f.rules.allow = Set.of(SnpRules.Weakening.CXL)),
                new Defect(SnpReason.GUEST_WEAKENED, "CXL", f -> f.report = r -> r[0x0a] |= 0b10_0000),
                new Defect(
                        SnpReason.GUEST_FEATURE_MISSING,
                        "single socket",
                        f -> f.rules.guest = Set.of(SnpRules.GuestFeature.SINGLE_SOCKET)),
                new Defect(SnpReason.PLATFORM_FEATURE_MISSING, "alias check", f -> f.report = r -> r[0x40] = 0b101),
                new Defect(SnpReason.VMPL_MISMATCH, "lower privilege", f -> f.report = r -> r[0x30] = 1),
                new Defect(SnpReason.VMPL_MISMATCH, "higher privilege", f -> f.rules.vmpl = 2));
    }

    private static Stream<Defect> shared() {
        return Stream.of(
                new Defect(EnclaveReason.FORMAT_NOT_ACCEPTED, "not in the policy", f -> f.listed = false),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                        "another measurement",
                        f -> f.report = r -> r[0x90] ^= 1),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                        "host data is zero",
                        f -> f.allowed = Map.of("measurement", SnpForge.MEASUREMENT, "host-data", filled(32, 1))),
                new Defect(
                        EnclaveReason.EVIDENCE_STALE,
                        "challenge of six minutes ago",
                        f -> f.challengedAt = NOW.minusSeconds(360)),
                new Defect(
                        EnclaveReason.EVIDENCE_STALE, "challenge of unknown time", f -> f.challengedAt = Instant.EPOCH),
                new Defect(
                        EnclaveReason.EVIDENCE_FROM_FUTURE,
                        "challenge of the future",
                        f -> f.challengedAt = NOW.plusSeconds(31)),
                new Defect(EnclaveReason.BINDING_MISMATCH, "another nonce", f -> f.boundNonce = hash("another")),
                new Defect(EnclaveReason.BINDING_MISMATCH, "another address", f -> f.report = r -> r[0x8f] ^= 1),
                new Defect(EnclaveReason.BINDING_MISMATCH, "no zeros", f -> f.report = r -> r[0x50 + 32] = 1),
                new Defect(
                        EnclaveReason.BINDING_MISMATCH,
                        "no report data",
                        f -> f.report = r -> java.util.Arrays.fill(r, 0x50, 0x90, (byte) 0)),
                new Defect(EnclaveReason.POLICY_MISMATCH, "another policy", f -> f.policyId = hash("another")),
                new Defect(EnclaveReason.OPERATOR_MISSING, "no operator", f -> f.operator = Address.ZERO),
                new Defect(EnclaveReason.EPOCH_EMPTY, "ends before it begins", f -> {
                    f.challengedAt = NOW.plusSeconds(20);
                    f.key = c -> c.until = NOW.plusSeconds(10);
                }));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsTheDefect(Defect defect) throws Exception {
        SnpForge forge = defect.base.get();
        defect.make.accept(forge);

        assertThat(new HashSet<>(Verdicts.codes(forge.appraise()))).containsExactly(defect.reason.code());
    }

    @Test
    void hasADefectForEveryReason() {
        // Reports hold nonce and key inside one hash only.
        Set<Reason> reasons = new HashSet<>(EnumSet.complementOf(EnumSet.of(
                EnclaveReason.DEVELOPMENT_EVIDENCE, EnclaveReason.NONCE_MISMATCH, EnclaveReason.KEY_MISMATCH)));
        reasons.addAll(EnumSet.allOf(RevocationReason.class));
        reasons.addAll(EnumSet.allOf(SnpReason.class));

        assertThat(defects().map(Defect::reason).collect(toSet())).containsExactlyInAnyOrderElementsOf(reasons);
    }

    static Stream<Supplier<SnpForge>> good() {
        return Stream.of(
                SnpForge::new,
                SnpForge::vlek,
                SnpForge::turin,
                () -> with(f -> f.version = 2),
                () -> with(f -> f.version = 4),
                () -> with(f -> f.version = 5),
                () -> with(f -> f.product = "Genoa"),
                () -> with(f -> f.keyInCollateral = true),
                () -> with(f -> f.authoritiesInCollateral = true),
                () -> with(f -> {
                    f.keyInCollateral = true;
                    f.authoritiesInCollateral = true;
                    f.withTable = false;
                }),
                () -> with(f -> f.rules.chips = new SnpRules.Chips.Any()),
                () -> with(f -> {
                    f.withList = false;
                    f.rules.revocation = RevocationRule.UNCHECKED;
                }));
    }

    @ParameterizedTest
    @MethodSource("good")
    void affirms(Supplier<SnpForge> good) throws Exception {
        assertThat(Verdicts.codes(good.get().appraise())).isEmpty();
    }

    @Test
    void beginsTheRegistrationWithTheChallenge() throws Exception {
        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) new SnpForge().appraise();

        assertThat(verdict.registration().validFrom())
                .isEqualTo(NOW.minusSeconds(30).getEpochSecond());
        assertThat(verdict.registration().validUntil())
                .isEqualTo(NOW.minusSeconds(30).plus(Duration.ofHours(12)).getEpochSecond());
        assertThat(verdict.registration().maxAssurance()).isEqualTo(Assurance.WEIGHTS_BOUND);
        assertThat(verdict.measurementSetName()).isEqualTo("runner");
    }

    @Test
    void endsTheRegistrationWithTheRevocationList() throws Exception {
        SnpForge forge = new SnpForge();
        forge.list = l -> l.nextUpdate = NOW.plusSeconds(600);

        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) forge.appraise();

        assertThat(verdict.registration().validUntil())
                .isEqualTo(NOW.plusSeconds(600).getEpochSecond());
    }

    @Test
    void identifiesEvidenceByWhatIsSigned() throws Exception {
        SnpForge forge = new SnpForge();

        EnclaveVerdict one = forge.appraise();
        EnclaveVerdict other = forge.appraise();

        assertThat(one).isEqualTo(other);
    }

    @Test
    void findsNothingAuthenticWithoutCollateralOrRules() throws Exception {
        SnpForge forge = new SnpForge();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

        Verification withoutCollateral = new SnpVerifier().verify(forge.document(), forge.formatPolicy(), clock);
        Verification withoutRules = new SnpVerifier()
                .verify(forge.document(), forge.formatPolicy(new FormatRules.None()), forge.circumstances());

        assertThat(((Verification.NotAuthentic) withoutCollateral).violations())
                .extracting(Violation::code)
                .containsExactly("revocation_list_missing");
        assertThat(((Verification.Authentic) withoutRules).objections())
                .extracting(Violation::code)
                .contains("product_not_allowed", "chip_not_allowed", "guest_weakened");
    }

    @Test
    void refusesEvidenceOfACallerThatKnowsNoTimeOfTheChallenge() throws Exception {
        SnpForge forge = new SnpForge();
        forge.rules.revocation = RevocationRule.UNCHECKED;

        EnclaveVerdict verdict = new EnclaveAppraiser(forge.policy(), List.of(new SnpVerifier()))
                .appraise(
                        new Evidence(SnpVerifier.FORMAT, forge.document(), forge.binding(), hash("block")),
                        forge.nonce,
                        forge.operator,
                        Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(Verdicts.codes(verdict)).containsExactly("evidence_stale");
    }

    @Test
    void reportsEverythingThatThePolicyObjectsTo() throws Exception {
        SnpForge forge = new SnpForge();
        forge.tcb = new int[] {3, 0, 24, 219};
        forge.report = r -> {
            r[0x0a] |= 0b1100;
            r[0x30] = 2;
            r[0x40] = 1;
        };
        forge.boundNonce = hash("another");

        assertThat(Verdicts.codes(forge.appraise()))
                .containsExactly(
                        "tcb_too_old",
                        "launch_tcb_too_old",
                        "vmpl_mismatch",
                        "migration_allowed",
                        "platform_feature_missing",
                        "platform_feature_missing",
                        "debug_mode",
                        "binding_mismatch");
    }

    @Test
    void findsTheRightAmongSeveralCertificatesOfOneName() throws Exception {
        // A first intermediate of Genoa is revoked; both have the same name.
        SnpForge old = new SnpForge();
        old.authority = c -> c.key = SnpForge.OTHER_ASK_KEY;
        SnpForge forge = new SnpForge();
        Bytes wrong = old.authority().der();
        forge.authoritiesInCollateral = true;
        forge.table = t -> {
            Map<Bytes, Bytes> changed = new LinkedHashMap<>(t);
            changed.put(CertificateTable.ASK, wrong);
            return changed;
        };

        assertThat(Verdicts.codes(forge.appraise())).isEmpty();
    }

    private static SnpForge with(Consumer<SnpForge> change) {
        SnpForge forge = new SnpForge();
        change.accept(forge);
        return forge;
    }
}
