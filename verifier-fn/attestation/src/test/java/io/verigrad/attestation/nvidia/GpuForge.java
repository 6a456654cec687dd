package io.verigrad.attestation.nvidia;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.CollateralDocument.Kind;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.pki.Issued;
import io.verigrad.attestation.pki.StatusForge;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.NvidiaRules;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Makes reports as a GPU signs them, down from a root of its own, with exactly the defect that a test sets. */
public final class GpuForge {
    public static final Instant NOW = EvidenceForge.NOW;
    static final String DRIVER = "550.90.07";
    static final String VBIOS = "96.00.9F.00.01";
    static final BigInteger SERIAL = new BigInteger("53c22ba15e5d68088282da074ed9fb37aa585771", 16);
    public static final String ID = "0x53c22ba15e5d68088282da074ed9fb37aa585771";

    private static final KeyPair ROOT_KEY = CertificateForge.ec("secp384r1");
    private static final KeyPair ICA_KEY = CertificateForge.ec("secp384r1");
    private static final KeyPair DEVICE_KEY = CertificateForge.ec("secp384r1");
    private static final KeyPair LEAF_KEY = CertificateForge.ec("secp384r1");
    static final KeyPair OTHER_KEY = CertificateForge.ec("secp384r1");
    private static final Issued ROOT = CertificateForge.root(
                    "CN=Test Device Identity CA", ROOT_KEY, NOW.minus(Duration.ofDays(900)), farFuture())
            .issue();

    public Set<Hash32> pins = Set.of(ROOT.fingerprint());
    public Set<Hash32> rimPins = Set.of(RimForge.ROOT.fingerprint());
    public RevocationRule revocation = RevocationRule.REQUIRED;
    public Map<String, String> minimumDriver = Map.of("GH100", "550.54.15", "LS_10", "0");
    public Optional<Set<String>> devices = Optional.of(Set.of(ID));
    public boolean isSwitch;
    public boolean blackwell;
    public BigInteger serial = SERIAL;
    public Hash32 nonce = hash("device nonce");
    public Bytes firmware = filled(48, 0x71);
    public TreeMap<Integer, Bytes> measurements = new TreeMap<>();
    public TreeMap<Integer, Bytes> opaque = new TreeMap<>();
    public PrivateKey signer = LEAF_KEY.getPrivate();
    public UnaryOperator<byte[]> beforeSigning = r -> r;
    public Consumer<CertificateForge> leaf = c -> {};
    public Consumer<CertificateForge> device = c -> {};
    public Consumer<StatusForge> deviceStatus = s -> {};
    public boolean withDeviceStatus = true;
    public RimForge driver = new RimForge(DRIVER, Map.of(7, filled(48, 8), 9, filled(48, 10), 35, filled(48, 99)));
    public RimForge vbios = new RimForge(VBIOS, Map.of(1, filled(48, 2), 2, filled(48, 3)));
    public boolean withDriver = true;
    public boolean withVbios = true;
    public List<CollateralDocument> more = new ArrayList<>();
    public Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    public GpuForge() {
        for (int block = 1; block <= 64; block++) {
            measurements.put(block, filled(48, block));
        }
        opaque.put(6, Bytes.parse("0x009f009601000000"));
        opaque.put(15, text("882\0\0"));
        opaque.put(17, text("1010\0"));
        opaque.put(18, text("0200\0"));
        opaque.put(3, text(DRIVER + "\0"));
        opaque.put(11, Bytes.of((byte) 0x55));
        opaque.put(20, firmware);
    }

    /** A switch, which has no driver and names its firmware in the certificate only. */
    public static GpuForge nvSwitch() {
        GpuForge forge = new GpuForge();
        forge.isSwitch = true;
        forge.opaque.clear();
        forge.opaque.put(6, text("96.10.55.00.01"));
        forge.withDriver = false;
        forge.vbios.version = "96.10.55.00.01";
        forge.vbios.product = "LS_10";
        return forge;
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Instant farFuture() {
        return NOW.plus(Duration.ofDays(36500));
    }

    String product() {
        return isSwitch ? "LS_10" : "GH100";
    }

    private static Issued intermediate() {
        return CertificateForge.authority(
                        "CN=Test GH100 Identity", ICA_KEY, ROOT, 3, NOW.minus(Duration.ofDays(900)), farFuture())
                .issue();
    }

    private static final Issued ICA = intermediate();

    Issued device() {
        CertificateForge forge = CertificateForge.authority(
                "CN=" + product() + " A01 GSP BROM", DEVICE_KEY, ICA, 0, NOW.minus(Duration.ofDays(800)), farFuture());
        forge.serial = BigInteger.valueOf(4711);
        forge.usage = KeyUsage.keyCertSign;
        device.accept(forge);
        return forge.issue();
    }

    Issued leaf(Issued issuer) {
        CertificateForge forge = CertificateForge.leaf(
                "CN=" + product() + " A01 " + (isSwitch ? "FSP" : "GSP") + " FMC LF",
                LEAF_KEY,
                issuer,
                NOW.minus(Duration.ofDays(800)),
                farFuture());
        forge.serial = serial;
        forge.extensions.put(blackwell ? "2.23.133.5.4.1.1" : "2.23.133.5.4.1", firmwareExtension());
        leaf.accept(forge);
        return forge.issue();
    }

    private byte[] firmwareExtension() {
        DERSequence digest = new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
            new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.2"),
            new DEROctetString(filled(48, 0x71).toArray())
        });
        ASN1EncodableVector items = new ASN1EncodableVector();
        if (blackwell) {
            items.add(new DERTaggedObject(false, 0, new DEROctetString(new byte[] {1})));
            items.add(new DERTaggedObject(false, 6, new DERSequence(digest)));
        } else {
            items.add(new ASN1Integer(1));
            items.add(new DERSequence());
            items.add(digest);
        }
        try {
            return new DERSequence(items).getEncoded();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Bytes report() {
        byte[] bytes = beforeSigning.apply(SpdmBytes.lay(nonce, measurements, opaque));
        try {
            Signature signing = Signature.getInstance("SHA384withECDSAinP1363Format");
            signing.initSign(signer);
            signing.update(bytes);
            return Bytes.concat(Bytes.of(bytes), Bytes.of(signing.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Bytes document() {
        return document(device());
    }

    private Bytes document(Issued device) {
        return GpuDocument.encode(report(), List.of(leaf(device).der(), device.der(), ICA.der(), ROOT.der()));
    }

    public Collateral collateral() {
        List<CollateralDocument> documents = new ArrayList<>(more);
        if (withDriver) {
            add(documents, Kind.NVIDIA_RIM, List.of(driver.issue()));
            add(documents, Kind.OCSP_RESPONSE, driver.statuses());
        }
        if (withVbios) {
            add(documents, Kind.NVIDIA_RIM, List.of(vbios.issue()));
            add(documents, Kind.OCSP_RESPONSE, vbios.statuses());
        }
        StatusForge ofDevice = new StatusForge(device(), ICA, NOW.minusSeconds(600), NOW.plus(Duration.ofDays(1)));
        deviceStatus.accept(ofDevice);
        if (withDeviceStatus) {
            add(documents, Kind.OCSP_RESPONSE, List.of(ofDevice.issue()));
        }
        add(
                documents,
                Kind.OCSP_RESPONSE,
                List.of(new StatusForge(ICA, ROOT, NOW.minusSeconds(600), NOW.plus(Duration.ofDays(3))).issue()));
        try {
            return Collateral.parse(List.of(), List.of()).with(documents);
        } catch (CollateralFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(List<CollateralDocument> documents, Kind kind, List<Bytes> contents) {
        contents.forEach(content -> documents.add(new CollateralDocument(kind, content)));
    }

    /** The manifest of the driver. */
    public Bytes manifest() {
        return driver.issue();
    }

    /** A key that no certificate has. */
    public PrivateKey otherKey() {
        return OTHER_KEY.getPrivate();
    }

    static Issued issuerOfDevice() {
        return ICA;
    }

    public NvidiaRules rules() {
        return new NvidiaRules(revocation, rimPins, "", new TreeMap<>(minimumDriver), devices);
    }

    public FormatPolicy formatPolicy() {
        return new FormatPolicy(GpuVerifier.FORMAT, Assurance.WEIGHTS_BOUND, pins, List.of(), rules());
    }

    public Circumstances circumstances() {
        return new Circumstances(collateral(), NOW.minusSeconds(30), clock);
    }

    public Verification verify() throws EvidenceFormatException {
        return verify(document(), circumstances());
    }

    public Verification verify(Bytes document, Circumstances circumstances) throws EvidenceFormatException {
        return new GpuVerifier().verify(document, formatPolicy(), circumstances);
    }

    /** The codes of everything that is wrong. */
    public static List<String> codes(Verification verification) {
        return (switch (verification) {
                    case Verification.NotAuthentic(List<Violation> violations) -> violations;
                    case Verification.Authentic authentic -> authentic.objections();
                })
                .stream().map(Violation::code).distinct().toList();
    }
}
