package io.verigrad.attestation.tdx;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;
import static io.verigrad.attestation.tdx.TdxForge.NOW;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.verigrad.attestation.policy.TdxRules;
import io.verigrad.attestation.policy.TdxRules.TcbStatus;
import io.verigrad.attestation.x509.RevocationReason;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
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

class TdxVerifierTest {
    private static final int TD_ATTRIBUTES = 120;

    record Defect(Reason reason, String what, Supplier<TdxForge> base, Consumer<TdxForge> make) {
        Defect(Reason reason, String what, Consumer<TdxForge> make) {
            this(reason, what, TdxForge::new, make);
        }

        @Override
        public String toString() {
            return reason.code() + ": " + what;
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(
                        chains(), lists(), signatures(), statements(), enclaves(), levels(), guests(), logs(), shared())
                .flatMap(defects -> defects);
    }

    private static Stream<Defect> chains() {
        return Stream.of(
                new Defect(EnclaveReason.ROOT_NOT_PINNED, "another root", f -> f.pins = Set.of(hash("another"))),
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "authority may not sign",
                        f -> f.authority = c -> c.usage = KeyUsage.digitalSignature | KeyUsage.cRLSign),
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "unknown critical extension",
                        f -> f.platform = c -> c.criticalExtension = "1.2.3.4"),
                new Defect(
                        EnclaveReason.CERTIFICATE_NOT_YET_VALID,
                        "platform of the future",
                        f -> f.platform = c -> c.from = NOW.plusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_EXPIRED,
                        "platform of the past",
                        f -> f.platform = c -> c.until = NOW.minusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_EXPIRED,
                        "signer of statements of the past",
                        f -> f.signer = c -> c.until = NOW.minusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_ALGORITHM,
                        "another hash",
                        f -> f.platform = c -> c.algorithm = "SHA384withECDSA"),
                new Defect(
                        EnclaveReason.LEAF_USAGE,
                        "platform that may not sign",
                        f -> f.platform = c -> c.usage = KeyUsage.keyAgreement),
                new Defect(
                        EnclaveReason.LEAF_USAGE,
                        "signer of statements that is an authority",
                        f -> f.signer = c -> c.pathLength = 0));
    }

    private static Stream<Defect> lists() {
        return Stream.of(
                new Defect(RevocationReason.REVOCATION_LIST_MISSING, "of the root", f -> f.withRootList = false),
                new Defect(
                        RevocationReason.REVOCATION_LIST_MISSING, "of the authority", f -> f.withPlatformList = false),
                new Defect(
                        RevocationReason.REVOCATION_LIST_STALE,
                        "of the authority, past its update",
                        f -> f.platformList = l -> l.nextUpdate = NOW.minusSeconds(1)),
                new Defect(
                        RevocationReason.REVOCATION_LIST_INVALID,
                        "of another key",
                        f -> f.platformList = l -> l.key = TdxForge.OTHER_KEY.getPrivate()),
                new Defect(RevocationReason.CERTIFICATE_REVOKED, "the platform", f -> {
                    f.platform = c -> c.serial = BigInteger.TEN;
                    f.platformList = l -> l.revoked.add(BigInteger.TEN);
                }),
                new Defect(RevocationReason.CERTIFICATE_REVOKED, "the authority", f -> {
                    f.authority = c -> c.serial = BigInteger.TEN;
                    f.rootList = l -> l.revoked.add(BigInteger.TEN);
                }),
                new Defect(RevocationReason.CERTIFICATE_REVOKED, "the signer of statements", f -> {
                    f.signer = c -> c.serial = BigInteger.TEN;
                    f.rootList = l -> l.revoked.add(BigInteger.TEN);
                }));
    }

    private static Stream<Defect> signatures() {
        return Stream.of(
                new Defect(
                        TdxReason.ENCLAVE_SIGNATURE_INVALID,
                        "another platform signed the enclave's report",
                        f -> f.enclaveSigner = TdxForge.OTHER_KEY.getPrivate()),
                new Defect(
                        TdxReason.ATTESTATION_KEY_UNBOUND,
                        "the enclave vouches for another key",
                        f -> f.enclave = e -> e[320] ^= 1),
                new Defect(TdxReason.ATTESTATION_KEY_UNBOUND, "more than the hash", f -> f.enclave = e -> e[352] = 1),
                new Defect(
                        EnclaveReason.SIGNATURE_INVALID,
                        "another key signed the quote",
                        f -> f.quoteSigner = TdxForge.OTHER_KEY.getPrivate()));
    }

    private static Stream<Defect> statements() {
        return Stream.of(
                new Defect(TdxReason.TCB_INFO_MISSING, "none", f -> f.withInfo = false),
                new Defect(
                        TdxReason.TCB_INFO_MISSING,
                        "of another model",
                        f -> f.statements.info = i -> i.put("fmspc", "00906ED50000")),
                new Defect(
                        TdxReason.TCB_INFO_MISSING,
                        "of another enclave for provisioning",
                        f -> f.statements.info = i -> i.put("pceId", "0001")),
                new Defect(TdxReason.TCB_INFO_INVALID, "of SGX", f -> f.statements.info = i -> i.put("id", "SGX")),
                new Defect(
                        TdxReason.TCB_INFO_INVALID,
                        "of another version",
                        f -> f.statements.info = i -> i.put("version", 2)),
                new Defect(
                        TdxReason.TCB_INFO_INVALID,
                        "of unknown status",
                        f -> f.statements.info = i -> firstLevel(i).put("tcbStatus", "Fine")),
                new Defect(
                        TdxReason.TCB_INFO_INVALID,
                        "changed after signing",
                        f -> f.statements.infoBody = b -> b.replace("OutOfDate", "UpToDate")),
                new Defect(
                        TdxReason.TCB_INFO_INVALID,
                        "of the same meaning in other bytes",
                        f -> f.statements.infoBody = b -> b.replaceFirst(",\"version\"", ", \"version\"")),
                new Defect(
                        TdxReason.TCB_INFO_INVALID,
                        "with a member twice",
                        f -> f.statements.infoBody =
                                b -> b.replaceFirst("\\{\"tcbInfo\":", "{\"tcbInfo\":{},\"tcbInfo\":")),
                new Defect(
                        TdxReason.TCB_INFO_INVALID,
                        "without signature",
                        f -> f.statements.infoBody =
                                b -> b.replaceFirst("\"signature\":\"[0-9A-F]+\"", "\"signature\":\"\"")),
                new Defect(
                        TdxReason.TCB_INFO_STALE,
                        "past its update",
                        f -> f.statements.info =
                                i -> i.put("nextUpdate", NOW.minusSeconds(1).toString())),
                new Defect(
                        TdxReason.TCB_INFO_STALE,
                        "of the future",
                        f -> f.statements.info =
                                i -> i.put("issueDate", NOW.plusSeconds(1).toString())),
                new Defect(TdxReason.QE_IDENTITY_MISSING, "none", f -> f.withIdentity = false),
                new Defect(
                        TdxReason.QE_IDENTITY_INVALID,
                        "of another enclave",
                        f -> f.statements.identity = i -> i.put("id", "QE")),
                new Defect(
                        TdxReason.QE_IDENTITY_INVALID,
                        "changed after signing",
                        f -> f.statements.identityBody = b -> b.replace("\"isvprodid\":2", "\"isvprodid\":1")),
                new Defect(
                        TdxReason.QE_IDENTITY_STALE,
                        "past its update",
                        f -> f.statements.identity =
                                i -> i.put("nextUpdate", NOW.minusSeconds(1).toString())));
    }

    private static Stream<Defect> enclaves() {
        return Stream.of(
                new Defect(TdxReason.QE_MISMATCH, "another signer", f -> f.enclave = e -> e[128] ^= 1),
                new Defect(TdxReason.QE_MISMATCH, "another product", f -> f.enclave = e -> e[256] = 1),
                new Defect(TdxReason.QE_MISMATCH, "debug", f -> f.enclave = e -> e[48] |= 0b10),
                new Defect(TdxReason.QE_MISMATCH, "misc select", f -> f.enclave = e -> e[16] = 1),
                new Defect(TdxReason.MODULE_MISMATCH, "unknown version", f -> f.body = b -> b[1] = 7),
                new Defect(TdxReason.MODULE_MISMATCH, "another signer", f -> f.body = b -> b[64] = 1),
                new Defect(TdxReason.MODULE_MISMATCH, "attributes", f -> f.body = b -> b[112] = 1),
                new Defect(
                        TdxReason.MODULE_MISMATCH,
                        "first version, another signer",
                        f -> f.body = b -> {
                            b[1] = 0;
                            b[64] = 1;
                        }));
    }

    private static Stream<Defect> levels() {
        return Stream.of(
                new Defect(
                        TdxReason.TCB_NOT_SUPPORTED, "component of the platform", f -> f.extension.components[7] = 3),
                new Defect(TdxReason.TCB_NOT_SUPPORTED, "PCE", f -> f.extension.pceSvn = 4),
                new Defect(TdxReason.TCB_NOT_SUPPORTED, "microcode", f -> f.body = b -> b[2] = 2),
                new Defect(TdxReason.TCB_NOT_SUPPORTED, "module", f -> f.body = b -> b[0] = 3),
                new Defect(
                        TdxReason.TCB_NOT_SUPPORTED,
                        "first module",
                        f -> f.body = b -> {
                            b[0] = 4;
                            b[1] = 0;
                        }),
                new Defect(TdxReason.TCB_NOT_SUPPORTED, "quoting enclave", f -> f.enclave = e -> e[258] = 3),
                new Defect(
                        TdxReason.TCB_REVOKED,
                        "platform",
                        f -> f.statements.info = i -> firstLevel(i).put("tcbStatus", "Revoked")),
                new Defect(
                        TdxReason.TCB_REVOKED,
                        "module",
                        f -> f.statements.info = i -> moduleLevel(i, 0).put("tcbStatus", "Revoked")),
                new Defect(
                        TdxReason.TCB_REVOKED,
                        "quoting enclave",
                        f -> f.statements.identity = i -> firstLevel(i).put("tcbStatus", "Revoked")),
                new Defect(
                        TdxReason.TCB_STATUS_NOT_ALLOWED,
                        "platform",
                        f -> f.statements.info = i -> firstLevel(i).put("tcbStatus", "SWHardeningNeeded")),
                new Defect(
                        TdxReason.TCB_STATUS_NOT_ALLOWED,
                        "module",
                        f -> f.statements.info = i -> moduleLevel(i, 0).put("tcbStatus", "OutOfDate")),
                new Defect(
                        TdxReason.TCB_STATUS_NOT_ALLOWED,
                        "quoting enclave",
                        f -> f.statements.identity = i -> firstLevel(i).put("tcbStatus", "OutOfDate")),
                new Defect(TdxReason.TCB_GRACE_OVER, "yesterday", f -> {
                    f.statements.info = i -> firstLevel(i).put("tcbStatus", "OutOfDate");
                    f.rules.statuses = Set.of(TcbStatus.OUT_OF_DATE);
                    f.rules.graceEnd = NOW.minusSeconds(1);
                }),
                new Defect(TdxReason.ADVISORY_NOT_ALLOWED, "module", f -> {
                    f.body = b -> b[0] = 5;
                    f.rules.statuses = Set.of(TcbStatus.OUT_OF_DATE);
                    f.rules.graceEnd = NOW.plus(Duration.ofDays(1));
                    f.rules.advisories = Set.of("INTEL-SA-00837");
                }),
                new Defect(TdxReason.TCB_EVALUATION_TOO_OLD, "levels", f -> f.rules.evaluation = 19),
                new Defect(
                        TdxReason.TCB_EVALUATION_TOO_OLD,
                        "identity",
                        f -> f.statements.identity = i -> i.put("tcbEvaluationDataNumber", 17)),
                new Defect(TdxReason.PLATFORM_NOT_ALLOWED, "not listed", f -> f.extension.id = filled(16, 0x62)));
    }

    private static Stream<Defect> guests() {
        return Stream.of(
                new Defect(EnclaveReason.DEBUG_MODE, "debug", f -> f.body = b -> b[TD_ATTRIBUTES] |= 1),
                new Defect(TdxReason.PAGE_VIOLATIONS_ENABLED, "", f -> f.body = b -> b[TD_ATTRIBUTES + 3] = 0),
                new Defect(
                        TdxReason.ATTRIBUTE_NOT_ALLOWED,
                        "migration",
                        f -> f.body = b -> b[TD_ATTRIBUTES + 3] |= 0b10_0000),
                new Defect(TdxReason.ATTRIBUTE_NOT_ALLOWED, "reserved", f -> f.body = b -> b[TD_ATTRIBUTES] |= 0b10),
                new Defect(
                        TdxReason.ATTRIBUTE_NOT_ALLOWED,
                        "performance counters",
                        f -> f.body = b -> b[TD_ATTRIBUTES + 7] = (byte) 0x80),
                new Defect(TdxReason.FEATURE_NOT_ALLOWED, "feature", f -> f.body = b -> b[129] |= 0b1000),
                new Defect(TdxReason.REGISTER_NOT_ALLOWED, "configuration", f -> f.body = b -> b[184] = 1),
                new Defect(TdxReason.REGISTER_NOT_ALLOWED, "owner", f -> f.body = b -> b[232] = 1),
                new Defect(TdxReason.REGISTER_NOT_ALLOWED, "owner's settings", f -> f.body = b -> b[280] = 1),
                new Defect(
                        TdxReason.REGISTER_NOT_ALLOWED,
                        "service domain",
                        TdxForge::fifth,
                        f -> f.body = b -> b[600] = 1));
    }

    private static Stream<Defect> logs() {
        return Stream.of(
                new Defect(
                        TdxReason.EVENT_LOG_MISMATCH,
                        "an event less",
                        TdxForge::logged,
                        f -> f.log = l -> new EventLog(l.events().subList(0, 5))),
                new Defect(
                        TdxReason.EVENT_LOG_MISMATCH,
                        "another order",
                        TdxForge::logged,
                        f -> f.log = l -> new EventLog(List.of(
                                l.events().get(0),
                                l.events().get(1),
                                l.events().get(2),
                                l.events().get(4),
                                l.events().get(3),
                                l.events().get(5)))),
                new Defect(
                        TdxReason.BOOT_MARKER_MISSING,
                        "another marker",
                        TdxForge::logged,
                        f -> f.rules.bootMarker = "done"),
                new Defect(TdxReason.EVENT_REPEATED, "before the marker", TdxForge::logged, f -> {
                    EventLog.Event twin = f.events.get(3);
                    f.events = List.of(twin, twin, f.events.get(4));
                }));
    }

    private static Stream<Defect> shared() {
        return Stream.of(
                new Defect(EnclaveReason.FORMAT_NOT_ACCEPTED, "not in the policy", f -> f.listed = false),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED, "another measurement", f -> f.body = b -> b[136] ^= 1),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                        "event after the marker",
                        TdxForge::logged,
                        f -> f.events = List.of(f.events.get(4), f.events.get(3), f.events.get(5))),
                new Defect(
                        EnclaveReason.EVIDENCE_STALE,
                        "challenge of six minutes ago",
                        f -> f.challengedAt = NOW.minusSeconds(360)),
                new Defect(
                        EnclaveReason.EVIDENCE_FROM_FUTURE,
                        "challenge of the future",
                        f -> f.challengedAt = NOW.plusSeconds(31)),
                new Defect(EnclaveReason.BINDING_MISMATCH, "another nonce", f -> f.boundNonce = hash("another")),
                new Defect(EnclaveReason.BINDING_MISMATCH, "no zeros", f -> f.body = b -> b[520 + 32] = 1),
                new Defect(
                        EnclaveReason.BINDING_MISMATCH,
                        "no report data",
                        f -> f.body = b -> Arrays.fill(b, 520, 584, (byte) 0)),
                new Defect(EnclaveReason.POLICY_MISMATCH, "another policy", f -> f.policyId = hash("another")),
                new Defect(EnclaveReason.OPERATOR_MISSING, "no operator", f -> f.operator = Address.ZERO),
                new Defect(EnclaveReason.EPOCH_EMPTY, "ends before it begins", f -> {
                    f.challengedAt = NOW.plusSeconds(20);
                    f.platform = c -> c.until = NOW.plusSeconds(10);
                }));
    }

    private static ObjectNode firstLevel(ObjectNode statement) {
        return (ObjectNode) statement.withArray("tcbLevels").get(0);
    }

    private static ObjectNode moduleLevel(ObjectNode info, int index) {
        return (ObjectNode)
                info.path("tdxModuleIdentities").path(0).path("tcbLevels").path(index);
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsTheDefect(Defect defect) throws Exception {
        TdxForge forge = defect.base.get();
        defect.make.accept(forge);

        assertThat(new HashSet<>(Verdicts.codes(forge.appraise()))).containsExactly(defect.reason.code());
    }

    @Test
    void hasADefectForEveryReason() {
        // Quotes hold nonce and key inside one hash only.
        Set<Reason> reasons = new HashSet<>(EnumSet.complementOf(EnumSet.of(
                EnclaveReason.DEVELOPMENT_EVIDENCE, EnclaveReason.NONCE_MISMATCH, EnclaveReason.KEY_MISMATCH)));
        reasons.addAll(EnumSet.allOf(RevocationReason.class));
        reasons.addAll(EnumSet.allOf(TdxReason.class));

        assertThat(defects().map(Defect::reason).collect(toSet())).containsExactlyInAnyOrderElementsOf(reasons);
    }

    static Stream<Supplier<TdxForge>> good() {
        return Stream.of(
                TdxForge::new,
                TdxForge::fifth,
                TdxForge::logged,
                () -> with(f -> {
                    f.version = 5;
                    f.extended = false;
                }),
                () -> with(f -> f.quote = q -> Arrays.copyOf(q, q.length + 3065)),
                () -> with(f -> f.rules.platforms = new TdxRules.Platforms.Any()),
                () -> with(f -> f.statements.info = i -> i.put("fmspc", "90C06F000000")),
                () -> with(f -> f.statements.info = i -> i.put("fmspc", "90c06f000000")),
                // The order of the levels is none of Intel's promises.
                () -> with(f -> f.statements.info = i -> reverse(i.withArray("tcbLevels"))),
                () -> with(f -> f.statements.info = i -> reverse(
                        (ArrayNode) i.path("tdxModuleIdentities").path(0).path("tcbLevels"))),
                // The first two components are the module's, which has an identity of its own.
                () -> with(f -> f.statements.info = i -> component(i, "tdxtcbcomponents", 0, 9)),
                () -> with(f -> {
                    f.body = b -> b[1] = 0;
                    f.statements.info = i -> i.remove("tdxModuleIdentities");
                }),
                () -> with(f -> {
                    f.body = b -> b[TD_ATTRIBUTES + 3] = 0b110_0000;
                    f.rules.allow = EnumSet.of(
                            TdxRules.Weakening.PAGE_VIOLATIONS,
                            TdxRules.Weakening.MIGRATION,
                            TdxRules.Weakening.SUPERVISOR_KEYS);
                }),
                () -> with(f -> {
                    f.body = b -> Arrays.fill(b, 184, 232, (byte) 0x55);
                    f.allowed = Map.of("mr-td", TdxForge.MR_TD, "mr-config-id", filled(48, 0x55));
                }),
                () -> with(f -> {
                    f.withRootList = false;
                    f.withPlatformList = false;
                    f.rules.revocation = RevocationRule.UNCHECKED;
                }));
    }

    private static void reverse(ArrayNode levels) {
        levels.insert(0, levels.remove(levels.size() - 1));
    }

    private static void component(ObjectNode info, String member, int index, int svn) {
        ((ObjectNode) firstLevel(info).path("tcb").path(member).path(index)).put("svn", svn);
    }

    @ParameterizedTest
    @MethodSource("good")
    void affirms(Supplier<TdxForge> good) throws Exception {
        assertThat(Verdicts.codes(good.get().appraise())).isEmpty();
    }

    @Test
    void beginsTheRegistrationWithTheChallenge() throws Exception {
        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) new TdxForge().appraise();

        assertThat(verdict.registration().validFrom())
                .isEqualTo(NOW.minusSeconds(30).getEpochSecond());
        assertThat(verdict.registration().validUntil())
                .isEqualTo(NOW.minusSeconds(30).plus(Duration.ofHours(12)).getEpochSecond());
        assertThat(verdict.registration().maxAssurance()).isEqualTo(Assurance.WEIGHTS_BOUND);
        assertThat(verdict.measurementSetName()).isEqualTo("runner");
    }

    static Stream<Consumer<TdxForge>> ends() {
        Instant end = NOW.plusSeconds(600);
        return Stream.of(
                f -> f.platform = c -> c.until = end,
                f -> f.authority = c -> c.until = end,
                f -> f.signer = c -> c.until = end,
                f -> f.rootList = l -> l.nextUpdate = end,
                f -> f.platformList = l -> l.nextUpdate = end,
                f -> f.statements.info = i -> i.put("nextUpdate", end.toString()),
                f -> f.statements.identity = i -> i.put("nextUpdate", end.toString()),
                f -> {
                    f.statements.info = i -> firstLevel(i).put("tcbStatus", "OutOfDate");
                    f.rules.statuses = Set.of(TcbStatus.OUT_OF_DATE);
                    f.rules.graceEnd = end;
                });
    }

    @ParameterizedTest
    @MethodSource("ends")
    void endsTheRegistrationWithWhateverEndsFirst(Consumer<TdxForge> end) throws Exception {
        TdxForge forge = new TdxForge();
        end.accept(forge);

        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) forge.appraise();

        assertThat(verdict.registration().validUntil())
                .isEqualTo(NOW.plusSeconds(600).getEpochSecond());
    }

    @Test
    void findsNothingAuthenticWithoutCollateralOrRules() throws Exception {
        TdxForge forge = new TdxForge();

        Verification withoutCollateral =
                new TdxVerifier().verify(forge.document(), forge.formatPolicy(), Clock.fixed(NOW, ZoneOffset.UTC));
        Verification withoutRules = new TdxVerifier()
                .verify(forge.document(), forge.formatPolicy(new FormatRules.None()), forge.circumstances());

        assertThat(((Verification.NotAuthentic) withoutCollateral).violations())
                .extracting(Violation::code)
                .contains("revocation_list_missing", "tcb_info_missing", "qe_identity_missing");
        assertThat(((Verification.Authentic) withoutRules).objections())
                .extracting(Violation::code)
                .contains("tcb_evaluation_too_old", "platform_not_allowed", "feature_not_allowed");
    }

    @Test
    void refusesEvidenceOfACallerThatKnowsNoTimeOfTheChallenge() throws Exception {
        TdxForge forge = new TdxForge();
        forge.challengedAt = Instant.EPOCH;

        EnclaveVerdict verdict = new EnclaveAppraiser(forge.policy(), List.of(new TdxVerifier()))
                .appraise(
                        new Evidence(TdxVerifier.FORMAT, forge.document(), forge.binding(), hash("block")),
                        forge.nonce,
                        forge.operator,
                        forge.circumstances());

        assertThat(Verdicts.codes(verdict)).containsExactly("evidence_stale");
    }

    @Test
    void takesTheNewestStatementThatIsGoodNow() throws Exception {
        TdxForge old = new TdxForge();
        old.statements.info = i -> i.put("tcbEvaluationDataNumber", 17);
        TdxForge future = new TdxForge();
        future.statements.info = i -> i.put("tcbEvaluationDataNumber", 30)
                .put("issueDate", NOW.plusSeconds(60).toString());
        TdxForge forged = new TdxForge();
        forged.statements.info = i -> i.put("tcbEvaluationDataNumber", 40);
        forged.statementSigner = TdxForge.OTHER_KEY.getPrivate();
        TdxForge forge = new TdxForge();
        var documents = Stream.of(old, future, forged, forge)
                .flatMap(f -> f.collateral().documents().stream())
                .toList();

        EnclaveVerdict verdict = forge.appraise(
                forge.document(),
                new io.verigrad.attestation.Circumstances(
                        forge.collateral().with(documents), forge.challengedAt, Clock.fixed(NOW, ZoneOffset.UTC)));

        assertThat(verdict).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void reportsEverythingThatThePolicyObjectsTo() throws Exception {
        TdxForge forge = new TdxForge();
        forge.body = b -> {
            b[0] = 4;
            b[TD_ATTRIBUTES] = 1;
            b[TD_ATTRIBUTES + 3] = 0;
            b[184] = 1;
        };
        forge.boundNonce = hash("another");
        forge.extension.id = Bytes.of(new byte[16]);

        assertThat(Verdicts.codes(forge.appraise()))
                .containsExactly(
                        "tcb_status_not_allowed",
                        "advisory_not_allowed",
                        "platform_not_allowed",
                        "page_violations_enabled",
                        "register_not_allowed",
                        "debug_mode",
                        "binding_mismatch");
    }

    private static TdxForge with(Consumer<TdxForge> change) {
        TdxForge forge = new TdxForge();
        change.accept(forge);
        return forge;
    }
}
