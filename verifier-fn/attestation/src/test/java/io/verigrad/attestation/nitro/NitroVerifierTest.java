package io.verigrad.attestation.nitro;

import static io.verigrad.attestation.nitro.NitroForge.NOW;
import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Reason;
import io.verigrad.attestation.Verdicts;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.x509.RevocationReason;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NitroVerifierTest {
    record Defect(Reason reason, String what, Consumer<NitroForge> make) {
        @Override
        public String toString() {
            return reason.code() + ": " + what;
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(structure(), chains(), lists(), claims()).flatMap(defects -> defects);
    }

    private static Stream<Defect> structure() {
        return Stream.of(
                new Defect(EnclaveReason.FORMAT_NOT_ACCEPTED, "not in the policy", f -> f.listed = false),
                new Defect(EnclaveReason.ROOT_NOT_PINNED, "another root", f -> f.pins = Set.of(hash("another"))),
                new Defect(
                        EnclaveReason.SIGNATURE_INVALID,
                        "another key signed",
                        f -> f.signer = NitroForge.OTHER_KEY.getPrivate()));
    }

    private static Stream<Defect> chains() {
        return Stream.of(
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "leaf of another key",
                        f -> f.leaf = c -> c.issuerKey = NitroForge.OTHER_KEY.getPrivate()),
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "zone of another key",
                        f -> f.zonal = c -> c.issuerKey = NitroForge.OTHER_KEY.getPrivate()),
                new Defect(
                        EnclaveReason.CHAIN_INVALID, "leaf of another name", f -> f.leaf = c -> c.issuer = "CN=other"),
                new Defect(EnclaveReason.CHAIN_INVALID, "path too long", f -> f.zonal = c -> c.pathLength = 0),
                new Defect(EnclaveReason.CHAIN_INVALID, "no authority", f -> f.instance = c -> c.pathLength = -1),
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "authority that may not sign certificates",
                        f -> f.instance = c -> c.usage = KeyUsage.digitalSignature),
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "unknown critical extension",
                        f -> f.instance = c -> c.criticalExtension = "1.2.3.4"),
                new Defect(
                        EnclaveReason.CERTIFICATE_NOT_YET_VALID,
                        "leaf of the future",
                        f -> f.leaf = c -> c.from = NOW.plusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_EXPIRED,
                        "leaf of the past",
                        f -> f.leaf = c -> c.until = NOW.minusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_EXPIRED,
                        "zone of the past",
                        f -> f.zonal = c -> c.until = NOW.minusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_ALGORITHM,
                        "SHA-256",
                        f -> f.instance = c -> c.algorithm = "SHA256withECDSA"),
                new Defect(
                        EnclaveReason.LEAF_USAGE,
                        "leaf may not sign",
                        f -> f.leaf = c -> c.usage = KeyUsage.keyAgreement),
                new Defect(EnclaveReason.LEAF_USAGE, "leaf without usage", f -> f.leaf = c -> c.usage = 0));
    }

    private static Stream<Defect> lists() {
        return Stream.of(
                new Defect(RevocationReason.REVOCATION_LIST_MISSING, "none of the root, and none named", f -> {
                    f.withRootList = false;
                    f.regional = c -> c.place = "";
                }),
                new Defect(
                        RevocationReason.REVOCATION_LIST_MISSING,
                        "none of the region",
                        f -> f.withRegionalList = false),
                new Defect(
                        RevocationReason.REVOCATION_LIST_STALE,
                        "past its update",
                        f -> f.regionalList = l -> l.nextUpdate = NOW.minusSeconds(1)),
                new Defect(
                        RevocationReason.REVOCATION_LIST_STALE,
                        "of the future",
                        f -> f.regionalList = l -> l.thisUpdate = NOW.plusSeconds(5)),
                new Defect(
                        RevocationReason.REVOCATION_LIST_STALE,
                        "without an end",
                        f -> f.regionalList = l -> l.nextUpdate = Instant.MAX),
                new Defect(
                        RevocationReason.REVOCATION_LIST_INVALID,
                        "of another key",
                        f -> f.rootList = l -> l.key = NitroForge.OTHER_KEY.getPrivate()),
                new Defect(
                        RevocationReason.REVOCATION_LIST_INVALID,
                        "of an issuer that may not",
                        f -> f.regional = c -> c.usage = KeyUsage.keyCertSign),
                new Defect(
                        RevocationReason.REVOCATION_LIST_INVALID,
                        "for users only",
                        f -> f.rootList = l -> {
                            l.place = "";
                            l.onlyUsers = true;
                        }),
                new Defect(
                        RevocationReason.REVOCATION_LIST_INVALID,
                        "of another place",
                        f -> f.rootList = l -> l.place = NitroForge.ZONAL_PLACE),
                new Defect(RevocationReason.REVOCATION_LIST_INVALID, "a delta", f -> f.rootList = l -> l.delta = true),
                new Defect(
                        RevocationReason.CERTIFICATE_REVOKED,
                        "the region",
                        f -> f.rootList = l -> l.revoked.add(BigInteger.valueOf(77))),
                new Defect(RevocationReason.CERTIFICATE_REVOKED, "the zone", f -> {
                    f.zonal = c -> c.serial = BigInteger.valueOf(5);
                    f.regionalList = l -> l.revoked.add(BigInteger.valueOf(5));
                }),
                new Defect(
                        RevocationReason.CERTIFICATE_REVOKED,
                        "in a stale list",
                        f -> f.rootList = l -> {
                            l.revoked.add(BigInteger.valueOf(77));
                            l.nextUpdate = NOW.minusSeconds(1);
                        }));
    }

    private static Stream<Defect> claims() {
        return Stream.of(
                new Defect(EnclaveReason.DEBUG_MODE, "all zero", f -> {
                    f.allowed = Map.of("pcr4", filled(48, 0x14));
                    f.pcrs.putAll(Map.of(0, filled(48, 0), 1, filled(48, 0), 2, filled(48, 0)));
                }),
                new Defect(EnclaveReason.DEBUG_MODE, "one zero", f -> {
                    f.allowed = Map.of("pcr0", NitroForge.PCR0);
                    f.pcrs.put(2, filled(48, 0));
                }),
                new Defect(EnclaveReason.DEBUG_MODE, "one missing", f -> {
                    f.allowed = Map.of("pcr0", NitroForge.PCR0);
                    f.pcrs.remove(1);
                }),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED, "another image", f -> f.pcrs.put(0, filled(48, 0x33))),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                        "a prefix of the image",
                        f -> f.pcrs.put(0, NitroForge.PCR0.slice(0, 32))),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                        "register not in the document",
                        f -> f.allowed = Map.of("pcr0", NitroForge.PCR0, "pcr8", filled(48, 0x18))),
                new Defect(EnclaveReason.EVIDENCE_STALE, "six minutes old", f -> f.madeAt = NOW.minusSeconds(360)),
                new Defect(EnclaveReason.EVIDENCE_FROM_FUTURE, "ahead of time", f -> f.madeAt = NOW.plusSeconds(31)),
                new Defect(EnclaveReason.NONCE_MISMATCH, "no nonce", f -> {
                    f.sentNonce = Bytes.EMPTY;
                    f.userData = bound -> bound;
                }),
                new Defect(EnclaveReason.KEY_MISMATCH, "another key", f -> f.publicKey = filled(65, 4)),
                new Defect(EnclaveReason.KEY_MISMATCH, "no key", f -> f.publicKey = Bytes.EMPTY),
                new Defect(
                        EnclaveReason.BINDING_MISMATCH,
                        "another binding",
                        f -> f.userData = bound -> hash("other").bytes()),
                new Defect(EnclaveReason.BINDING_MISMATCH, "no binding", f -> f.userData = bound -> Bytes.EMPTY),
                new Defect(EnclaveReason.POLICY_MISMATCH, "another policy", f -> f.policyId = hash("another")),
                new Defect(EnclaveReason.OPERATOR_MISSING, "no operator", f -> f.operator = Address.ZERO),
                new Defect(EnclaveReason.EPOCH_EMPTY, "ends before it begins", f -> {
                    f.madeAt = NOW.plusSeconds(20);
                    f.leaf = c -> c.until = NOW.plusSeconds(10);
                }));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsTheDefect(Defect defect) throws Exception {
        NitroForge forge = new NitroForge();
        defect.make.accept(forge);

        assertThat(new HashSet<>(Verdicts.codes(forge.appraise()))).isEqualTo(expected(defect));
    }

    /** A nonce that is absent also makes the binding unprovable; everything else stands alone. */
    private static Set<String> expected(Defect defect) {
        return defect.reason == EnclaveReason.NONCE_MISMATCH
                ? Set.of("nonce_mismatch", "binding_mismatch")
                : Set.of(defect.reason.code());
    }

    @Test
    void hasADefectForEveryReason() {
        Set<Reason> reasons = new HashSet<>(EnumSet.complementOf(EnumSet.of(EnclaveReason.DEVELOPMENT_EVIDENCE)));
        reasons.addAll(EnumSet.allOf(RevocationReason.class));

        assertThat(defects().map(Defect::reason).collect(toSet())).containsExactlyInAnyOrderElementsOf(reasons);
    }

    @Test
    void refusesEvidenceOfAnotherChallengeByItsNonceAlone() throws Exception {
        NitroForge forge = new NitroForge();
        Bytes document = forge.document();
        forge.nonce = hash("a later block");

        assertThat(Verdicts.codes(forge.appraise(document))).containsExactly("nonce_mismatch");
    }

    @Test
    void affirmsAGoodDocumentUntilItsLeafEnds() throws Exception {
        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) new NitroForge().appraise();

        assertThat(verdict.registration().validUntil())
                .isEqualTo(NOW.plus(NitroForge.hours(3)).getEpochSecond());
        assertThat(verdict.registration().maxAssurance()).isEqualTo(Assurance.ATTESTED_RUNTIME);
        assertThat(verdict.measurementSetName()).isEqualTo("signer");
    }

    @Test
    void endsTheRegistrationWithTheFirstRevocationList() throws Exception {
        NitroForge forge = new NitroForge();
        forge.regionalList = l -> l.nextUpdate = NOW.plus(NitroForge.hours(1));

        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) forge.appraise();

        assertThat(verdict.registration().validUntil())
                .isEqualTo(NOW.plus(NitroForge.hours(1)).getEpochSecond());
    }

    @Test
    void takesTheNewestOfTwoLists() throws Exception {
        NitroForge stale = new NitroForge();
        stale.regionalList = l -> l.nextUpdate = NOW.minusSeconds(1);
        NitroForge good = new NitroForge();
        var lists = new java.util.ArrayList<>(stale.collateral().revocationLists());
        lists.addAll(good.collateral().revocationLists());
        var collateral = new io.verigrad.attestation.Collateral(List.of(), lists);

        Verification verification = new NitroVerifier()
                .verify(
                        good.document(),
                        good.formatPolicy(),
                        new io.verigrad.attestation.Circumstances(collateral, NOW, Clock.fixed(NOW, ZoneOffset.UTC)));

        assertThat(verification).isInstanceOf(Verification.Authentic.class);
    }

    @Test
    void findsNothingAuthenticWithoutCollateral() throws Exception {
        NitroForge forge = new NitroForge();

        Verification verification =
                new NitroVerifier().verify(forge.document(), forge.formatPolicy(), Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(((Verification.NotAuthentic) verification).violations())
                .extracting(Violation::code)
                .containsExactly("revocation_list_missing", "revocation_list_missing");
    }

    @Test
    void looksAtNoListsIfThePolicySaysSo() throws Exception {
        NitroForge forge = new NitroForge();
        forge.withRootList = false;
        forge.withRegionalList = false;
        forge.revocation = RevocationRule.UNCHECKED;

        assertThat(forge.appraise()).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void reportsTheProblemsOfChainSignatureAndListsAtOnce() throws Exception {
        NitroForge forge = new NitroForge();
        forge.leaf = c -> c.until = NOW.minusSeconds(1);
        forge.signer = NitroForge.OTHER_KEY.getPrivate();
        forge.withRootList = false;

        assertThat(Verdicts.codes(forge.appraise()))
                .containsExactly("certificate_expired", "signature_invalid", "revocation_list_missing");
    }

    @Test
    void acceptsTheEncodingsInUse() throws Exception {
        NitroForge forge = new NitroForge();
        forge.payload = Indefinite::encode;

        assertThat(forge.appraise()).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void refusesAnAuthorityThatSignsDocumentsItself() throws Exception {
        NitroForge forge = new NitroForge();
        forge.leaf = c -> {
            c.pathLength = 0;
            c.usage = KeyUsage.digitalSignature | KeyUsage.keyCertSign;
        };

        assertThat(Verdicts.codes(forge.appraise())).contains("leaf_usage");
    }

    @Test
    void refusesAnotherCurve() throws Exception {
        NitroForge forge = new NitroForge();
        var key = CertificateForge.ec("secp256r1");
        forge.leaf = c -> c.key = key;

        assertThat(Verdicts.codes(forge.appraise())).contains("certificate_algorithm", "signature_invalid");
    }
}
