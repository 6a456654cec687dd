package io.verigrad.attestation.nitro;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;

import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cose.CoseSign1;
import io.verigrad.attestation.document.AttestationDocument;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.pki.Issued;
import io.verigrad.attestation.pki.ListForge;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.attestation.policy.NitroRules;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes documents as an enclave has them, down from a root of its own, with exactly the defect that a test sets. */
public final class NitroForge {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.250Z");
    public static final Bytes PCR0 = filled(48, 0x10);

    private static final KeyPair ROOT_KEY = CertificateForge.ec("secp384r1");
    private static final KeyPair REGIONAL_KEY = CertificateForge.ec("secp384r1");
    private static final KeyPair ZONAL_KEY = CertificateForge.ec("secp384r1");
    private static final KeyPair INSTANCE_KEY = CertificateForge.ec("secp384r1");
    private static final KeyPair LEAF_KEY = CertificateForge.ec("secp384r1");
    static final KeyPair OTHER_KEY = CertificateForge.ec("secp384r1");
    static final Issued ROOT = CertificateForge.root(
                    "CN=aws.nitro-enclaves,O=Test", ROOT_KEY, NOW.minus(Duration.ofDays(900)), NOW.plus(days(9000)))
            .issue();
    static final String REGIONAL_PLACE = "http://crl.invalid/regional.crl";
    static final String ZONAL_PLACE = "http://crl.invalid/zonal.crl";

    public Instant now = NOW;
    public Set<Hash32> pins = Set.of(ROOT.fingerprint());
    public boolean listed = true;
    public RevocationRule revocation = RevocationRule.REQUIRED;
    public Map<String, Bytes> allowed = Map.of("pcr0", PCR0, "pcr1", filled(48, 0x11), "pcr2", filled(48, 0x12));
    public TreeMap<Integer, Bytes> pcrs = new TreeMap<>(
            Map.of(0, PCR0, 1, filled(48, 0x11), 2, filled(48, 0x12), 3, filled(48, 0), 4, filled(48, 0x14)));
    public Consumer<CertificateForge> regional = c -> {};
    public Consumer<CertificateForge> zonal = c -> {};
    public Consumer<CertificateForge> instance = c -> {};
    public Consumer<CertificateForge> leaf = c -> {};
    public Consumer<ListForge> rootList = c -> {};
    public Consumer<ListForge> regionalList = c -> {};
    public boolean withRootList = true;
    public boolean withRegionalList = true;
    public PrivateKey signer = LEAF_KEY.getPrivate();
    public Instant madeAt = NOW.minusSeconds(5);
    public Hash32 nonce = hash("nonce");
    public Bytes sentNonce = nonce.bytes();
    public Bytes publicKey = EvidenceForge.ENCLAVE_KEY.publicKey();
    public UnaryOperator<Bytes> userData = bound -> bound;
    public Hash32 policyId = hash("nitro-test");
    public Address operator = EvidenceForge.OPERATOR;
    public UnaryOperator<Bytes> payload = encoded -> encoded;

    /** The document with chain and signature. */
    public Bytes document() {
        Issued regionalAuthority = regional();
        CertificateForge zonalForge = CertificateForge.authority(
                "CN=zone.region.aws.nitro-enclaves", ZONAL_KEY, regionalAuthority, 1, NOW.minus(days(1)), day(6));
        zonalForge.place = ZONAL_PLACE;
        zonal.accept(zonalForge);
        Issued zonalAuthority = zonalForge.issue();
        CertificateForge instanceForge = CertificateForge.authority(
                "CN=i-1.region.aws.nitro-enclaves", INSTANCE_KEY, zonalAuthority, 0, NOW.minus(hours(3)), day(1));
        instance.accept(instanceForge);
        Issued instanceAuthority = instanceForge.issue();
        CertificateForge leafForge = CertificateForge.leaf(
                "CN=i-1-enc1.region.aws", LEAF_KEY, instanceAuthority, NOW.minusSeconds(60), NOW.plus(hours(3)));
        leaf.accept(leafForge);
        AttestationDocument document = new AttestationDocument(
                "i-1-enc1",
                madeAt,
                pcrs,
                leafForge.issue().der(),
                List.of(ROOT.der(), regionalAuthority.der(), zonalAuthority.der(), instanceAuthority.der()),
                publicKey,
                userData.apply(binding().hash(nonce).bytes()),
                sentNonce);
        return CoseSign1.sign(payload.apply(document.encode()), signer).encode();
    }

    private Issued regional() {
        CertificateForge forge = CertificateForge.authority(
                "CN=region.aws.nitro-enclaves", REGIONAL_KEY, ROOT, 2, NOW.minus(days(5)), day(20));
        forge.serial = java.math.BigInteger.valueOf(77);
        forge.place = REGIONAL_PLACE;
        regional.accept(forge);
        return forge.issue();
    }

    public Collateral collateral() {
        List<Bytes> lists = new ArrayList<>();
        if (withRootList) {
            ListForge list = new ListForge(ROOT, NOW.minus(days(1)), day(30));
            list.place = REGIONAL_PLACE;
            rootList.accept(list);
            lists.add(list.issue());
        }
        if (withRegionalList) {
            ListForge list = new ListForge(regional(), NOW.minus(hours(6)), day(7));
            regionalList.accept(list);
            lists.add(list.issue());
        }
        try {
            return Collateral.parse(List.of(), lists);
        } catch (CollateralFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    public Binding binding() {
        return new Binding(
                EvidenceForge.ENCLAVE_KEY.publicKey(),
                hash("tls"),
                hash("hpke"),
                Hash32.ZERO,
                hash("image"),
                hash("models"),
                policyId);
    }

    public FormatPolicy formatPolicy() {
        return new FormatPolicy(
                NitroVerifier.FORMAT,
                Assurance.ATTESTED_RUNTIME,
                pins,
                List.of(new MeasurementSet(NitroVerifier.FORMAT, "signer", new TreeMap<>(allowed))),
                new NitroRules(revocation));
    }

    public AppraisalPolicy policy() {
        return new AppraisalPolicy(
                "nitro-test",
                false,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofHours(12),
                listed ? List.of(formatPolicy()) : List.of(),
                hash("policy"));
    }

    public Evidence evidence(Bytes document) {
        return new Evidence(NitroVerifier.FORMAT, document, binding(), hash("block"));
    }

    public EnclaveVerdict appraise() throws EvidenceFormatException {
        return appraise(document());
    }

    public Circumstances circumstances() {
        return new Circumstances(collateral(), NOW.minusSeconds(30), Clock.fixed(now, ZoneOffset.UTC));
    }

    public EnclaveVerdict appraise(Bytes document) throws EvidenceFormatException {
        return appraise(document, circumstances());
    }

    public EnclaveVerdict appraise(Bytes document, Circumstances circumstances) throws EvidenceFormatException {
        return new EnclaveAppraiser(policy(), List.of(new NitroVerifier()))
                .appraise(evidence(document), nonce, operator, circumstances);
    }

    static Duration days(int days) {
        return Duration.ofDays(days);
    }

    static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }

    static Instant day(int days) {
        return NOW.plus(days(days));
    }
}
