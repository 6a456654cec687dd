package io.verigrad.attestation;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.azure.AzureForge;
import io.verigrad.attestation.azure.HardwareKind;
import io.verigrad.attestation.gcp.GcpForge;
import io.verigrad.attestation.nitro.NitroForge;
import io.verigrad.attestation.nvidia.GpuForge;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.policy.SnpRules;
import io.verigrad.attestation.policy.TdxRules;
import io.verigrad.attestation.policy.TdxRules.TcbStatus;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.tdx.EventLog;
import io.verigrad.attestation.tdx.RuntimeEvent;
import io.verigrad.attestation.tdx.TdxForge;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The holes that verifiers of others had, over all formats: one test each. More of one format alone are in the known bugs
 * beside its verifier.
 */
class KnownVerifierBugsTest {
    private static final KeyPair P256 = CertificateForge.ec("secp256r1");
    private static final KeyPair P384 = CertificateForge.ec("secp384r1");
    private static final KeyPair RSA = CertificateForge.rsa(2048);

    /** Automata's X509ChainBase, until 268a403: a level whose key identifiers differed or were empty was not verified. */
    @Test
    void verifiesEverySignatureOfAChainWhateverItsKeyIdentifiersSay() throws Exception {
        NitroForge nitro = new NitroForge();
        nitro.leaf = c -> c.issuerKey = P384.getPrivate();
        SnpForge snp = new SnpForge();
        snp.key = c -> {
            c.algorithm = CertificateForge.PSS_384;
            c.issuerKey = CertificateForge.rsa(4096).getPrivate();
        };
        TdxForge tdx = new TdxForge();
        tdx.platform = c -> c.issuerKey = P256.getPrivate();
        GcpForge gcp = new GcpForge();
        gcp.leaf = c -> c.issuerKey = RSA.getPrivate();

        for (EnclaveVerdict verdict : List.of(nitro.appraise(), snp.appraise(), tdx.appraise(), gcp.appraise())) {
            assertThat(Verdicts.codes(verdict)).contains("chain_invalid");
        }
    }

    /** dcap-qvl, GHSA-6q6c-vvf9-fj3w: components beyond the shorter of two lists were not compared. */
    @Test
    void refusesListsOfComponentsThatAreTooShort() throws Exception {
        TdxForge tdx = new TdxForge();
        tdx.statements.info = i -> ((ArrayNode) level(i, 0).path("tcb").path("sgxtcbcomponents")).remove(15);

        assertThat(Verdicts.codes(tdx.appraise())).containsExactly("tcb_info_invalid");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> {
            SnpForge snp = new SnpForge();
            snp.rules.minimum = new TreeMap<>(Map.of("Milan", new TreeMap<>(Map.of("snp", 22))));
            snp.appraise();
        });
    }

    /** dcap-qvl #91: versions were compared as one number, so a new component hid an old one. */
    @Test
    void comparesVersionsByComponent() throws Exception {
        TdxForge tdx = new TdxForge();
        tdx.extension.components = new int[] {255, 3, 2, 2, 4, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0};
        SnpForge snp = new SnpForge();
        snp.tcb = new int[] {3, 0, 24, 255};

        assertThat(Verdicts.codes(tdx.appraise())).containsExactly("tcb_not_supported");
        assertThat(Verdicts.codes(snp.appraise())).containsExactly("tcb_too_old", "launch_tcb_too_old");
    }

    /** dcap-qvl #126: levels were taken in the order of the statement. */
    @Test
    void sortsLevelsItself() throws Exception {
        TdxForge tdx = new TdxForge();
        tdx.statements.info = i -> {
            level(i, 0).put("tcbStatus", "OutOfDate");
            ArrayNode levels = i.withArray("tcbLevels");
            levels.add(levels.remove(0));
            level(i, 0).put("tcbStatus", "UpToDate");
        };

        assertThat(Verdicts.codes(tdx.appraise())).containsExactly("tcb_status_not_allowed");
    }

    /** dcap-qvl #124: the identity of the TDX module was not looked at. */
    @Test
    void checksTheIdentityOfTheTdxModule() throws Exception {
        TdxForge signer = new TdxForge();
        signer.body = b -> b[64] = 1;
        TdxForge unknown = new TdxForge();
        unknown.statements.info = i -> i.remove("tdxModuleIdentities");

        assertThat(Verdicts.codes(signer.appraise())).containsExactly("module_mismatch");
        assertThat(Verdicts.codes(unknown.appraise())).containsExactly("module_mismatch");
    }

    /** dcap-qvl #127: the vendor of the quoting enclave was not looked at. */
    @Test
    void checksTheVendorOfTheQuotingEnclave() {
        TdxForge tdx = new TdxForge();
        tdx.quote = q -> {
            q[12] ^= 1;
            return q;
        };

        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(tdx::appraise)
                .withMessageContaining("qe_vendor_id");
    }

    /** Any enclave on a genuine platform gets reports signed by the platform's key; who it is was not verified. */
    @Test
    void checksTheIdentityOfTheQuotingEnclave() throws Exception {
        TdxForge tdx = new TdxForge();
        tdx.enclave = e -> e[128] ^= 1;

        assertThat(Verdicts.codes(tdx.appraise())).containsExactly("qe_mismatch");
    }

    /** go-tdx-guest, until #81: debugging was refused only where the policy asked for it. */
    @Test
    void refusesDebuggingWithoutBeingAsked() throws Exception {
        NitroForge nitro = new NitroForge();
        nitro.pcrs.put(0, filled(48, 0));
        SnpForge snp = new SnpForge();
        snp.report = r -> r[0x0a] |= 0b1000;
        TdxForge tdx = new TdxForge();
        tdx.body = b -> b[120] |= 1;
        GcpForge gcp = new GcpForge();
        gcp.claims = c -> c.put("dbgstat", "enabled");

        for (EnclaveVerdict verdict : List.of(nitro.appraise(), snp.appraise(), tdx.appraise(), gcp.appraise())) {
            assertThat(Verdicts.codes(verdict)).contains("debug_mode");
        }
    }

    /** go-tdx-guest, until January 2025: models were compared by the case of their hex digits. */
    @ParameterizedTest
    @ValueSource(strings = {"90c06f000000", "90C06F000000"})
    void comparesModelsInEitherCase(String model) throws Exception {
        TdxForge tdx = new TdxForge();
        tdx.statements.info = i -> i.put("fmspc", model);

        assertThat(Verdicts.codes(tdx.appraise())).isEmpty();
    }

    /** TEE-Attestation-Verification #142 and others: a key of a fleet passed for one of a chip, and the reverse. */
    @Test
    void takesTheKindOfKeyFromTheReportOnly() throws Exception {
        SnpForge fleet = SnpForge.vlek();
        fleet.keyInCollateral = true;
        fleet.report = r -> r[0x48] = 0;
        SnpForge chip = new SnpForge();
        chip.keyInCollateral = true;
        chip.report = r -> r[0x48] = 0b100;

        // A key of the wrong kind is not even looked at.
        assertThat(Verdicts.codes(fleet.appraise())).containsExactly("endorsement_missing");
        assertThat(Verdicts.codes(chip.appraise())).containsExactly("endorsement_missing");
    }

    /** The same: the root was downloaded, and believed for it. */
    @Test
    void believesNoRootThatIsNotPinned() throws Exception {
        NitroForge nitro = new NitroForge();
        nitro.pins = Set.of();
        SnpForge snp = new SnpForge();
        snp.authoritiesInCollateral = true;
        snp.pins = Set.of();
        TdxForge tdx = new TdxForge();
        tdx.pins = Set.of();
        GcpForge gcp = new GcpForge();
        gcp.pins = Set.of();

        for (EnclaveVerdict verdict : List.of(nitro.appraise(), snp.appraise(), tdx.appraise(), gcp.appraise())) {
            assertThat(Verdicts.codes(verdict)).contains("root_not_pinned");
        }
    }

    /** Tinfoil, until c7e91d9: a check fell away with the optional field that it was about. */
    @Test
    void refusesMissingFieldsInsteadOfSkippingTheirCheck() throws Exception {
        NitroForge nitro = new NitroForge();
        nitro.publicKey = Bytes.EMPTY;
        AzureForge azure = new AzureForge(HardwareKind.SNP);
        azure.keyCertificate = true;
        GcpForge gcp = new GcpForge();
        gcp.claims = c -> c.remove("eat_nonce");

        assertThat(Verdicts.codes(nitro.appraise())).containsExactly("key_mismatch");
        assertThat(Verdicts.codes(azure.appraise())).containsExactly("key_certificate_missing");
        assertThat(Verdicts.codes(gcp.appraise())).containsExactly("binding_mismatch");
    }

    /** Base's first verifier: an expired ancestor of a cached chain was not noticed. More are in the known bugs of Nitro. */
    @Test
    void refusesAGoodLeafBelowAnExpiredAncestor() throws Exception {
        NitroForge nitro = new NitroForge();
        nitro.zonal = c -> c.until = NitroForge.NOW.minusSeconds(1);
        TdxForge tdx = new TdxForge();
        tdx.authority = c -> c.until = TdxForge.NOW.minusSeconds(1);

        assertThat(Verdicts.codes(nitro.appraise())).containsExactly("certificate_expired");
        assertThat(Verdicts.codes(tdx.appraise())).contains("certificate_expired");
    }

    /** attestation-rs, until d53f6ca: without collateral, or without its chain, evidence passed with a warning. */
    @Test
    void refusesMissingCollateral() throws Exception {
        NitroForge nitro = new NitroForge();
        nitro.withRegionalList = false;
        SnpForge snp = new SnpForge();
        snp.withList = false;
        TdxForge info = new TdxForge();
        info.withInfo = false;
        TdxForge signer = new TdxForge();
        signer.withSigner = false;
        GcpForge gcp = GcpForge.named();
        gcp.withKeys = false;

        assertThat(Verdicts.codes(nitro.appraise())).containsExactly("revocation_list_missing");
        assertThat(Verdicts.codes(snp.appraise())).containsExactly("revocation_list_missing");
        assertThat(Verdicts.codes(info.appraise())).containsExactly("tcb_info_missing");
        assertThat(Verdicts.codes(signer.appraise())).containsExactly("tcb_info_invalid", "qe_identity_invalid");
        assertThat(Verdicts.codes(gcp.appraise())).containsExactly("token_key_missing");
    }

    /** NEAR's reference verifier: old platforms were accepted, and results printed instead of enforced. */
    @Test
    void refusesOldPlatforms() throws Exception {
        TdxForge tdx = new TdxForge();
        tdx.statements.info = i -> level(i, 0).put("tcbStatus", "OutOfDate");

        assertThat(Verdicts.codes(tdx.appraise())).containsExactly("tcb_status_not_allowed");
    }

    /** The same: tokens were read without verifying their signature. */
    @Test
    void verifiesTheSignaturesOfTokens() throws Exception {
        GcpForge gcp = GcpForge.named();
        gcp.signer = RSA.getPrivate();

        assertThat(Verdicts.codes(gcp.appraise())).containsExactly("signature_invalid");
    }

    /** Keys and algorithms that a token brings itself prove nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "x5u", "none", "HS256"})
    void believesNothingThatAHeaderBrings(String what) {
        GcpForge gcp = GcpForge.named();
        gcp.header = h -> {
            switch (what) {
                case "jwk" -> h.putObject("jwk").put("kty", "RSA");
                case "jku", "x5u" -> h.put(what, "https://attacker.invalid");
                default -> h.put("alg", what);
            }
        };

        assertThatExceptionOfType(EvidenceFormatException.class).isThrownBy(gcp::appraise);
    }

    /** A token of a staging service, or a chain that is not pinned, is no better for being signed. */
    @Test
    void refusesTokensOfAnotherIssuer() throws Exception {
        GcpForge gcp = new GcpForge();
        gcp.claims = c -> c.put("iss", "https://staging-confidentialcomputing.googleapis.com");

        assertThat(Verdicts.codes(gcp.appraise())).containsExactly("issuer_mismatch");
    }

    /** Digests of events were read, not computed: the payload beside them said what somebody liked. */
    @Test
    void computesDigestsOfEventsItself() throws Exception {
        TdxForge tdx = TdxForge.logged();
        tdx.log = l -> {
            List<EventLog.Event> events = new ArrayList<>(l.events());
            events.set(3, new RuntimeEvent("compose-hash", filled(32, 0x75)).event());
            return new EventLog(events);
        };

        assertThat(Verdicts.codes(tdx.appraise())).contains("event_log_mismatch");
    }

    /** dstack: what a script writes before or after the boot may have any name. */
    @Test
    void believesNoEventOutsideOfTheBoot() throws Exception {
        TdxForge after = TdxForge.logged();
        after.events = List.of(after.events.get(4), after.events.get(3));
        TdxForge twice = TdxForge.logged();
        twice.events = List.of(twice.events.get(3), twice.events.get(3), twice.events.get(4));

        assertThat(Verdicts.codes(after.appraise())).containsExactly("measurement_not_allowed");
        assertThat(Verdicts.codes(twice.appraise())).containsExactly("event_repeated");
    }

    /** Evidence without a nonce of the asker, or of another enclave (cuckoo): only what is bound inside it counts. */
    @Test
    void refusesEvidenceOfAnotherChallengeOrEnclave() throws Exception {
        Hash32 another = hash("another");
        SnpForge snp = new SnpForge();
        snp.boundNonce = another;
        TdxForge tdx = new TdxForge();
        tdx.boundNonce = another;
        AzureForge azure = new AzureForge(HardwareKind.TDX);
        azure.boundNonce = another;
        GcpForge gcp = new GcpForge();
        gcp.boundNonce = another;

        for (EnclaveVerdict verdict : List.of(snp.appraise(), tdx.appraise(), azure.appraise(), gcp.appraise())) {
            assertThat(Verdicts.codes(verdict)).containsExactly("binding_mismatch");
        }
    }

    /** Signature wrapping: what was verified was not what was read. The signed manifest hides inside the signature. */
    @Test
    void readsWhatIsSignedOfAManifest() throws Exception {
        GpuForge gpu = new GpuForge();
        gpu.driver.afterSigning = xml -> {
            String signature = xml.substring(xml.indexOf("<Signature"), xml.indexOf("</Signature>"));
            String signed = xml.substring(0, xml.indexOf("<Signature")) + "</SoftwareIdentity>";
            return gpu.driver
                            .content()
                            .replace("08".repeat(48), "66".repeat(48))
                            .replace("</SoftwareIdentity>", "") + signature + "<Object>" + signed
                    + "</Object></Signature></SoftwareIdentity>";
        };
        gpu.measurements.put(8, filled(48, 0x66));

        assertThat(GpuForge.codes(gpu.verify())).containsExactly("rim_signature_invalid");
    }

    /** A manifest's own certificate proves nothing: its path has to end at the pinned root. */
    @Test
    void believesNoCertificateThatTravelsWithAManifest() throws Exception {
        GpuForge gpu = new GpuForge();
        gpu.driver.root = CertificateForge.root(
                        "CN=Test CoRIM signing Root CA",
                        P384,
                        GpuForge.NOW.minusSeconds(100),
                        GpuForge.NOW.plusSeconds(100_000))
                .issue();

        assertThat(GpuForge.codes(gpu.verify())).contains("rim_chain_invalid");
    }

    /** Relay: a genuine GPU of another host, asked with a nonce of another enclave or with the bare one. */
    @Test
    void refusesGpusThatAnotherEnclaveAsked() throws Exception {
        CompositeForge bare = new CompositeForge();
        bare.firstNonce = bare.cpu.nonce;
        CompositeForge relayed = new CompositeForge();
        relayed.firstNonce = DeviceNonce.of(
                relayed.cpu.nonce,
                io.verigrad.crypto.PrivateKey.parse("0x" + "09".repeat(32)).publicKey());

        assertThat(Verdicts.codes(bare.appraise())).containsExactly("nonce_mismatch");
        assertThat(Verdicts.codes(relayed.appraise())).containsExactly("nonce_mismatch");
    }

    /** BadRAM: memory that answers at two addresses; the platform must have looked for it. */
    @Test
    void refusesMemoryThatMayAnswerAtTwoAddresses() throws Exception {
        SnpForge snp = new SnpForge();
        snp.report = r -> r[0x40] = 0b101;

        assertThat(Verdicts.codes(snp.appraise())).containsExactly("platform_feature_missing");
    }

    /** WireTap, Battering RAM, TEE.fail: whoever opens a machine has its keys, so machines must be known. */
    @Test
    void refusesMachinesThatNobodyListed() throws Exception {
        SnpForge snp = new SnpForge();
        snp.rules.chips = new SnpRules.Chips.Listed(Set.of(filled(64, 1)));
        TdxForge tdx = new TdxForge();
        tdx.rules.platforms = new TdxRules.Platforms.Listed(Set.of(filled(16, 1)));

        assertThat(Verdicts.codes(snp.appraise())).containsExactly("chip_not_allowed");
        assertThat(Verdicts.codes(tdx.appraise())).containsExactly("platform_not_allowed");
    }

    /** CacheWarp and EntrySign: firmware that is known to be broken is below the minimum, also if it was at the start. */
    @Test
    void refusesFirmwareThatIsKnownToBeBroken() throws Exception {
        SnpForge started = new SnpForge();
        started.report = r -> r[0x1f0 + 6] = 21;
        TdxForge open = new TdxForge();
        open.body = b -> b[0] = 5;
        open.rules.statuses = Set.of(TcbStatus.OUT_OF_DATE);
        open.rules.graceEnd = TdxForge.NOW.plusSeconds(60);

        assertThat(Verdicts.codes(started.appraise())).containsExactly("launch_tcb_too_old");
        assertThat(Verdicts.codes(open.appraise())).containsExactly("advisory_not_allowed");
    }

    /** dstack's guide: a claim of secure boot says how a machine started, and nothing of what it runs. */
    @Test
    void takesSecureBootForNoMeasurement() throws Exception {
        AzureForge azure = new AzureForge(HardwareKind.TDX);
        azure.allowed.put("pcr4", filled(32, 0x55));
        GcpForge gcp = new GcpForge();
        gcp.allowed = Map.of("image-digest", filled(32, 0x55));

        assertThat(Verdicts.codes(azure.appraise())).containsExactly("measurement_not_allowed");
        assertThat(Verdicts.codes(gcp.appraise())).containsExactly("measurement_not_allowed");
    }

    private static ObjectNode level(ObjectNode info, int index) {
        return (ObjectNode) info.withArray("tcbLevels").get(index);
    }
}
