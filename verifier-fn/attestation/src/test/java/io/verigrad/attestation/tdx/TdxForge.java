package io.verigrad.attestation.tdx;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;

import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes quotes as a platform signs them, with the collateral behind them, with exactly the defect that a test sets. */
public final class TdxForge {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.250Z");
    public static final Bytes MR_TD = filled(48, 0x51);
    static final Bytes PLATFORM = filled(16, 0x61);
    static final KeyPair OTHER_KEY = CertificateForge.ec("secp256r1");

    private static final KeyPair ROOT_KEY = CertificateForge.ec("secp256r1");
    private static final KeyPair AUTHORITY_KEY = CertificateForge.ec("secp256r1");
    private static final KeyPair SIGNER_KEY = CertificateForge.ec("secp256r1");
    private static final KeyPair PLATFORM_KEY = CertificateForge.ec("secp256r1");
    private static final KeyPair ATTESTATION_KEY = CertificateForge.ec("secp256r1");
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final String REST = ",O=Test";
    private static final Issued ROOT = root(ROOT_KEY);
    static final Issued OTHER_ROOT = root(OTHER_KEY);

    public int version = 4;
    /** A body of TDX 1.5 in version 5. */
    public boolean extended = true;

    public Set<Hash32> pins = Set.of(ROOT.fingerprint());
    public Issued root = ROOT;
    public boolean listed = true;
    public TdxRulesForge rules = new TdxRulesForge();
    public Map<String, Bytes> allowed = Map.of("mr-td", MR_TD);
    public Statements statements = new Statements();
    public Consumer<byte[]> body = b -> {};
    public Consumer<byte[]> enclave = e -> {};
    public UnaryOperator<byte[]> quote = q -> q;
    public Consumer<CertificateForge> authority = c -> {};
    public Consumer<CertificateForge> platform = c -> {};
    public Consumer<CertificateForge> signer = c -> {};
    public Consumer<ListForge> rootList = l -> {};
    public Consumer<ListForge> platformList = l -> {};
    public boolean withRootList = true;
    public boolean withPlatformList = true;
    public boolean withInfo = true;
    public boolean withIdentity = true;
    public boolean withSigner = true;
    public PrivateKey enclaveSigner = PLATFORM_KEY.getPrivate();
    public PrivateKey quoteSigner = ATTESTATION_KEY.getPrivate();
    public PrivateKey statementSigner = SIGNER_KEY.getPrivate();
    public List<EventLog.Event> events = List.of();
    /** The log that travels, if it is not the one that led to the registers. */
    public UnaryOperator<EventLog> log = l -> l;

    public PlatformExtension extension = new PlatformExtension();
    public Hash32 nonce = hash("nonce");
    public Hash32 boundNonce = nonce;
    public Hash32 policyId = hash("tdx-test");
    public Address operator = EvidenceForge.OPERATOR;
    public Instant challengedAt = NOW.minusSeconds(30);

    /** A quote of version 5 with a body of TDX 1.5. */
    public static TdxForge fifth() {
        TdxForge forge = new TdxForge();
        forge.version = 5;
        return forge;
    }

    /** A quote with a log of boot and runtime events. */
    public static TdxForge logged() {
        TdxForge forge = new TdxForge();
        forge.rules.bootMarker = "system-ready";
        forge.events = List.of(
                EventLog.Event.ofDigest(0, filled(48, 0x71)),
                EventLog.Event.of(1, filled(100, 0x72)),
                EventLog.Event.ofDigest(2, filled(48, 0x73)),
                new RuntimeEvent("compose-hash", filled(32, 0x74)).event(),
                new RuntimeEvent("system-ready", Bytes.EMPTY).event(),
                new RuntimeEvent("hello", Bytes.of((byte) 1)).event());
        forge.allowed =
                Map.of("mr-td", MR_TD, "rtmr3.compose-hash", forge.events.get(3).digest());
        return forge;
    }

    private static Issued root(KeyPair key) {
        CertificateForge forge = CertificateForge.root(
                "CN=Intel SGX Root CA" + REST, key, NOW.minus(Duration.ofDays(900)), NOW.plus(Duration.ofDays(9000)));
        forge.algorithm = ALGORITHM;
        return forge.issue();
    }

    Issued authority() {
        CertificateForge forge = CertificateForge.authority(
                "CN=Intel SGX PCK Platform CA" + REST,
                AUTHORITY_KEY,
                root,
                0,
                NOW.minus(Duration.ofDays(900)),
                NOW.plus(Duration.ofDays(5000)));
        forge.algorithm = ALGORITHM;
        authority.accept(forge);
        return forge.issue();
    }

    Issued platform(Issued issuer) {
        CertificateForge forge = CertificateForge.leaf(
                "CN=Intel SGX PCK Certificate" + REST,
                PLATFORM_KEY,
                issuer,
                NOW.minus(Duration.ofDays(100)),
                NOW.plus(Duration.ofDays(2000)));
        forge.algorithm = ALGORITHM;
        forge.extensions.put(PlatformExtension.ARC, extension.encode());
        platform.accept(forge);
        return forge.issue();
    }

    Issued signer() {
        CertificateForge forge = CertificateForge.leaf(
                "CN=Intel SGX TCB Signing" + REST,
                SIGNER_KEY,
                root,
                NOW.minus(Duration.ofDays(100)),
                NOW.plus(Duration.ofDays(2000)));
        forge.algorithm = ALGORITHM;
        signer.accept(forge);
        return forge.issue();
    }

    public Bytes document() {
        Issued authority = authority();
        Issued platform = platform(authority);
        Bytes quote = new QuoteBytes(this, List.of(platform.der(), authority.der(), root.der())).lay();
        return Bytes.concat(
                Bytes.of(this.quote.apply(quote.toArray())),
                log.apply(new EventLog(events)).encode());
    }

    static Bytes attestationKey() {
        return QuoteBytes.point(ATTESTATION_KEY);
    }

    static Bytes sign(PrivateKey key, Bytes message) {
        try {
            Signature signing = Signature.getInstance("SHA256withECDSAinP1363Format");
            signing.initSign(key);
            signing.update(message.toArray());
            return Bytes.of(signing.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Collateral collateral() {
        List<Bytes> certificates = new ArrayList<>();
        if (withSigner) {
            certificates.add(signer().der());
        }
        List<Bytes> lists = new ArrayList<>();
        if (withRootList) {
            lists.add(list(root, rootList));
        }
        if (withPlatformList) {
            lists.add(list(authority(), platformList));
        }
        List<CollateralDocument> documents = new ArrayList<>();
        if (withInfo) {
            documents.add(new CollateralDocument(
                    CollateralDocument.Kind.INTEL_TCB_INFO, statements.info(this::signStatement)));
        }
        if (withIdentity) {
            documents.add(new CollateralDocument(
                    CollateralDocument.Kind.INTEL_QE_IDENTITY, statements.identity(this::signStatement)));
        }
        try {
            return Collateral.parse(certificates, lists).with(documents);
        } catch (CollateralFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private Bytes signStatement(Bytes statement) {
        return sign(statementSigner, statement);
    }

    private static Bytes list(Issued issuer, Consumer<ListForge> change) {
        ListForge forge = new ListForge(issuer, NOW.minus(Duration.ofDays(10)), NOW.plus(Duration.ofDays(20)));
        forge.algorithm = ALGORITHM;
        change.accept(forge);
        return forge.issue();
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
                TdxVerifier.FORMAT,
                Assurance.WEIGHTS_BOUND,
                pins,
                List.of(new MeasurementSet(TdxVerifier.FORMAT, "runner", new TreeMap<>(allowed))),
                formatRules);
    }

    public AppraisalPolicy policy() {
        return new AppraisalPolicy(
                "tdx-test",
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
        return new EnclaveAppraiser(policy(), List.of(new TdxVerifier()))
                .appraise(
                        new Evidence(TdxVerifier.FORMAT, document, binding(), hash("block")),
                        nonce,
                        operator,
                        circumstances);
    }
}
