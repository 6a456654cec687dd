package io.verigrad.attestation.snp;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;
import static java.util.stream.Collectors.toSet;

import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.pki.Issued;
import io.verigrad.attestation.pki.ListForge;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.FormatRules;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Makes reports as a chip signs them, down from a root of its own, with exactly the defect that a test sets. */
public final class SnpForge {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.250Z");
    public static final Bytes MEASUREMENT = filled(48, 0x51);
    static final Bytes CHIP = filled(64, 0x61);
    static final Bytes TURIN_CHIP = Bytes.concat(filled(8, 0x62), Bytes.of(new byte[56]));
    static final String PROVIDER = "CN=cc.cloud.invalid";
    static final String ARC = "1.3.6.1.4.1.3704.1.";

    private static final KeyPair ARK_KEY = CertificateForge.rsa(4096);
    private static final KeyPair ASK_KEY = CertificateForge.rsa(4096);
    private static final KeyPair VEK_KEY = CertificateForge.ec("secp384r1");
    static final KeyPair OTHER_ASK_KEY = CertificateForge.rsa(4096);
    static final KeyPair OTHER_KEY = CertificateForge.ec("secp384r1");
    private static final String REST = ",O=Test";
    private static final Issued MILAN = root("Milan");
    private static final Map<String, Issued> ROOTS =
            Map.of("Milan", MILAN, "Genoa", root("Genoa"), "Turin", root("Turin"));

    public String product = "Milan";
    public SigningKey kind = SigningKey.VCEK;
    public int version = 3;
    /** Bootloader, TEE, SNP and microcode of every version in report and certificate. */
    public int[] tcb = {4, 0, 24, 219};

    public int fmc = 1;
    public Bytes chip = CHIP;
    public Set<Hash32> pins = ROOTS.values().stream().map(Issued::fingerprint).collect(toSet());
    public boolean listed = true;
    public SnpRulesForge rules = new SnpRulesForge();
    public Map<String, Bytes> allowed = Map.of("measurement", MEASUREMENT);
    public Consumer<byte[]> report = r -> {};
    public Consumer<byte[]> afterSigning = r -> {};
    public Consumer<CertificateForge> key = c -> {};
    public Consumer<CertificateForge> authority = c -> {};
    public String rootProduct = "";
    public Consumer<ListForge> list = l -> {};
    public boolean withList = true;
    public boolean withTable = true;
    public boolean keyInCollateral;
    public boolean authoritiesInCollateral;
    public UnaryOperator<Map<Bytes, Bytes>> table = t -> t;
    public PrivateKey signer = VEK_KEY.getPrivate();
    public Hash32 nonce = hash("nonce");
    public Hash32 boundNonce = nonce;
    public Hash32 policyId = hash("snp-test");
    public Address operator = EvidenceForge.OPERATOR;
    public Instant challengedAt = NOW.minusSeconds(30);

    /** A report of Turin, whose versions and chip ids are laid out in another way. */
    public static SnpForge turin() {
        SnpForge forge = new SnpForge();
        forge.product = "Turin";
        forge.version = 5;
        forge.chip = TURIN_CHIP;
        return forge;
    }

    /** A report signed by the key of a provider, without a chip id. */
    public static SnpForge vlek() {
        SnpForge forge = new SnpForge();
        forge.kind = SigningKey.VLEK;
        forge.chip = Bytes.of(new byte[64]);
        return forge;
    }

    private static Issued root(String product) {
        CertificateForge forge = CertificateForge.root(
                "CN=ARK-" + product + REST, ARK_KEY, NOW.minus(Duration.ofDays(900)), NOW.plus(Duration.ofDays(9000)));
        forge.algorithm = CertificateForge.PSS_384;
        return forge.issue();
    }

    Issued root() {
        return Optional.ofNullable(ROOTS.get(rootProduct.isEmpty() ? product : rootProduct))
                .orElse(MILAN);
    }

    Issued authority() {
        CertificateForge forge = CertificateForge.authority(
                "CN=" + (kind == SigningKey.VCEK ? "SEV-" : "SEV-VLEK-") + product + REST,
                ASK_KEY,
                root(),
                0,
                NOW.minus(Duration.ofDays(900)),
                NOW.plus(Duration.ofDays(8000)));
        forge.usage = KeyUsage.keyCertSign;
        forge.algorithm = CertificateForge.PSS_384;
        forge.serial = BigInteger.valueOf(0x010001);
        authority.accept(forge);
        return forge.issue();
    }

    Issued key() {
        CertificateForge forge = CertificateForge.leaf(
                "CN=" + kind.subject() + REST,
                VEK_KEY,
                authority(),
                NOW.minus(Duration.ofDays(100)),
                NOW.plus(Duration.ofDays(200)));
        forge.usage = 0;
        forge.algorithm = CertificateForge.PSS_384;
        forge.serial = BigInteger.ZERO;
        forge.extensions.putAll(extensions());
        key.accept(forge);
        return forge.issue();
    }

    private Map<String, byte[]> extensions() {
        Map<String, byte[]> extensions = new LinkedHashMap<>();
        extensions.put(ARC + "1", integer(1));
        extensions.put(ARC + "2", text(product.equals("Milan") && kind == SigningKey.VCEK ? "Milan-B0" : product));
        int[] arcs = {1, 2, 3, 8};
        for (int i = 0; i < arcs.length; i++) {
            extensions.put(ARC + "3." + arcs[i], integer(tcb[i]));
        }
        for (int reserved = 5; reserved < 8; reserved++) {
            extensions.put(ARC + "3." + reserved, integer(0));
        }
        if (product.equals("Turin")) {
            extensions.put(ARC + "3.9", integer(fmc));
        }
        if (kind == SigningKey.VCEK) {
            extensions.put(ARC + "4", (product.equals("Turin") ? TURIN_CHIP.slice(0, 8) : CHIP).toArray());
        } else {
            extensions.put(ARC + "5", text(PROVIDER));
        }
        return extensions;
    }

    /** The report, without certificates. */
    public Bytes report() {
        byte[] bytes = new ReportBytes(this).lay();
        report.accept(bytes);
        byte[] signature;
        try {
            Signature signing = Signature.getInstance("SHA384withECDSAinP1363Format");
            signing.initSign(signer);
            signing.update(bytes, 0, 0x2a0);
            signature = signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < 48; i++) {
            bytes[0x2a0 + i] = signature[47 - i];
            bytes[0x2e8 + i] = signature[95 - i];
        }
        afterSigning.accept(bytes);
        return Bytes.of(bytes);
    }

    /** The report with the certificates that are not in the collateral. */
    public Bytes document() {
        Map<Bytes, Bytes> certificates = new LinkedHashMap<>();
        if (!authoritiesInCollateral) {
            certificates.put(CertificateTable.ARK, root().der());
            certificates.put(CertificateTable.ASK, authority().der());
        }
        if (!keyInCollateral) {
            certificates.put(kind == SigningKey.VCEK ? CertificateTable.VCEK : CertificateTable.VLEK, key().der());
        }
        Map<Bytes, Bytes> changed = table.apply(certificates);
        return withTable ? Bytes.concat(report(), ReportBytes.table(changed)) : report();
    }

    public Collateral collateral() {
        List<Bytes> certificates = new ArrayList<>();
        if (authoritiesInCollateral) {
            certificates.add(root().der());
            certificates.add(authority().der());
        }
        if (keyInCollateral) {
            certificates.add(key().der());
        }
        List<Bytes> lists = new ArrayList<>();
        if (withList) {
            ListForge forge = new ListForge(root(), NOW.minus(Duration.ofDays(10)), NOW.plus(Duration.ofDays(300)));
            forge.algorithm = CertificateForge.PSS_384;
            list.accept(forge);
            lists.add(forge.issue());
        }
        try {
            return Collateral.parse(certificates, lists);
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
        return formatPolicy(rules.rules());
    }

    FormatPolicy formatPolicy(FormatRules formatRules) {
        return new FormatPolicy(
                SnpVerifier.FORMAT,
                Assurance.WEIGHTS_BOUND,
                pins,
                List.of(new MeasurementSet(SnpVerifier.FORMAT, "runner", new TreeMap<>(allowed))),
                formatRules);
    }

    public AppraisalPolicy policy() {
        return new AppraisalPolicy(
                "snp-test",
                false,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofHours(12),
                listed ? List.of(formatPolicy()) : List.of(),
                hash("policy"));
    }

    public Circumstances circumstances() {
        return new Circumstances(collateral(), challengedAt, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    public EnclaveVerdict appraise() throws EvidenceFormatException {
        return appraise(document());
    }

    public EnclaveVerdict appraise(Bytes document) throws EvidenceFormatException {
        return appraise(document, circumstances());
    }

    public EnclaveVerdict appraise(Bytes document, Circumstances circumstances) throws EvidenceFormatException {
        return new EnclaveAppraiser(policy(), List.of(new SnpVerifier()))
                .appraise(
                        new Evidence(SnpVerifier.FORMAT, document, binding(), hash("block")),
                        nonce,
                        operator,
                        circumstances);
    }

    static byte[] integer(int value) {
        try {
            return new ASN1Integer(value).getEncoded();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] text(String value) {
        try {
            return new DERIA5String(value).getEncoded();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
