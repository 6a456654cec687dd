package io.verigrad.attestation.snp;

import static io.verigrad.attestation.snp.SnpForge.ARC;
import static io.verigrad.attestation.snp.SnpForge.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Verdicts;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.pki.Issued;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Holes that other verifiers of SEV-SNP reports had, one test each. */
class KnownSnpBugsTest {
    private final SnpForge forge = new SnpForge();

    @Test
    void chainsByTheSignatureThoughNoKeyIdentifierIsThere() throws Exception {
        forge.key = c -> c.issuerKey = SnpForge.OTHER_ASK_KEY.getPrivate();

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("chain_invalid");
    }

    @Test
    void refusesARootThatComesWithTheEvidence() throws Exception {
        // A whole chain under the names of AMD, sound in itself.
        KeyPair key = SnpForge.OTHER_ASK_KEY;
        CertificateForge root = CertificateForge.root(
                "CN=ARK-Milan,O=Test", key, NOW.minusSeconds(100), NOW.plus(Duration.ofDays(100)));
        root.algorithm = CertificateForge.PSS_384;
        Issued own = root.issue();
        forge.authority = c -> c.issuerKey = key.getPrivate();
        forge.table = t -> {
            Map<Bytes, Bytes> changed = new LinkedHashMap<>(t);
            changed.put(CertificateTable.ARK, own.der());
            return changed;
        };

        assertThat(Verdicts.codes(forge.appraise())).contains("root_not_pinned");
    }

    @Test
    void comparesVersionsByComponentAndNotAsOneNumber() throws Exception {
        // As one number, microcode 255 would outweigh every older component.
        forge.tcb = new int[] {3, 0, 24, 255};

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("tcb_too_old", "launch_tcb_too_old");
    }

    @Test
    void refusesVersionsThatLackAComponent() {
        TcbVersion version = new TcbVersion(SnpRulesForge.minimum(9, 9, 9, 9));
        Map<String, Integer> shorter = new LinkedHashMap<>(version.components());
        shorter.remove("microcode");

        // A comparison that stops at the shorter list would accept these.
        assertThat(version.isAtLeast(version.components())).isTrue();
        assertThat(version.isAtLeast(shorter)).isFalse();
        assertThat(new TcbVersion(new java.util.TreeMap<>(shorter)).isAtLeast(version.components()))
                .isFalse();
    }

    @Test
    void refusesDebuggingThoughThePolicySaysNothingOfIt() throws Exception {
        forge.report = r -> r[0x0a] |= 0b1000;

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("debug_mode");
    }

    @Test
    void takesTheKindOfKeyFromTheReportOnly() throws Exception {
        // The key of a provider where the report names one of a chip: the check of the chip must not fall away.
        SnpForge vlek = SnpForge.vlek();
        vlek.report = r -> r[0x48] = 0;
        vlek.table = t -> {
            Map<Bytes, Bytes> changed = new LinkedHashMap<>(t);
            changed.put(CertificateTable.VCEK, vlek.key().der());
            changed.remove(CertificateTable.VLEK);
            return changed;
        };
        SnpForge vcek = new SnpForge();
        vcek.report = r -> r[0x48] = 0b100;
        vcek.table = t -> {
            Map<Bytes, Bytes> changed = new LinkedHashMap<>(t);
            changed.put(CertificateTable.VLEK, vcek.key().der());
            return changed;
        };

        assertThat(Verdicts.codes(vlek.appraise())).contains("key_kind_mismatch");
        assertThat(Verdicts.codes(vcek.appraise())).contains("key_kind_mismatch");
    }

    @Test
    void refusesAKeyOfAProviderThatHidesInTheChainOfChips() throws Exception {
        forge.key = c -> {
            c.extensions.remove(ARC + "4");
            c.extensions.put(ARC + "5", SnpForge.text(SnpForge.PROVIDER));
        };

        assertThat(Verdicts.codes(forge.appraise())).contains("key_kind_mismatch");
    }

    @Test
    void looksUpNoKeyOfAChipByItsSerialNumber() throws Exception {
        // All have the number 0: a list that names it would revoke every chip, or none.
        forge.list = l -> l.revoked.add(BigInteger.ZERO);

        assertThat(forge.appraise()).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void comparesNoSteppings() throws Exception {
        forge.key = c -> c.extensions.put(ARC + "2", SnpForge.text("Milan"));

        assertThat(forge.appraise()).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void refusesMissingCollateral() throws Exception {
        forge.withList = false;
        forge.withTable = false;

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("endorsement_missing");
        forge.withTable = true;
        assertThat(Verdicts.codes(forge.appraise())).containsExactly("revocation_list_missing");
    }

    @Test
    void refusesReportsForAnotherChallengeOrKey() throws Exception {
        forge.boundNonce = io.verigrad.attestation.software.EvidenceForge.hash("another");

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("binding_mismatch");
    }

    @Test
    void refusesMemoryThatMayAnswerAtTwoAddresses() throws Exception {
        forge.report = r -> r[0x40] = 0b101;

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("platform_feature_missing");
    }

    @Test
    void identifiesBothFormsOfASignatureAsOnePieceOfEvidence() throws Exception {
        BigInteger order = new BigInteger(
                "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16);
        Bytes document = forge.document();
        byte[] twin = document.toArray();
        SnpReport report = SnpReport.parse(document.slice(0, SnpReport.SIZE));
        BigInteger s = new BigInteger(1, report.signature().slice(48, 96).toArray());
        byte[] other = order.subtract(s).toByteArray();
        for (int i = 0; i < 48; i++) {
            int from = other.length - 1 - i;
            twin[0x2e8 + i] = from >= 0 ? other[from] : 0;
        }

        assertThat(forge.appraise(Bytes.of(twin)))
                .isInstanceOf(EnclaveVerdict.Affirming.class)
                .isEqualTo(forge.appraise(document));
    }

    @Test
    void refusesAnEmptyListOfPins() throws Exception {
        forge.pins = Set.of();

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("root_not_pinned");
    }
}
