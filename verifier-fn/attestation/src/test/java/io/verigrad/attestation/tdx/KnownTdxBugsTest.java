package io.verigrad.attestation.tdx;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Verdicts;
import io.verigrad.attestation.policy.TdxRules;
import io.verigrad.attestation.policy.TdxRules.TcbStatus;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holes that other verifiers of TDX quotes had, one test each. */
class KnownTdxBugsTest {
    private final TdxForge forge = new TdxForge();

    @Test
    void verifiesEverySignatureOfTheChainThoughNoKeyIdentifierIsThere() throws Exception {
        // Automata's X509ChainBase skipped a level whose key identifiers differed or were both empty; ours have none.
        forge.platform = c -> c.issuerKey = TdxForge.OTHER_KEY.getPrivate();
        TdxForge above = new TdxForge();
        above.authority = c -> c.issuerKey = TdxForge.OTHER_KEY.getPrivate();

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("chain_invalid");
        assertThat(Verdicts.codes(above.appraise())).contains("chain_invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgxtcbcomponents", "tdxtcbcomponents"})
    void refusesLevelsThatLackAComponent(String member) throws Exception {
        // dcap-qvl, GHSA-6q6c-vvf9-fj3w: a comparison that stops at the shorter list leaves the rest uncompared.
        forge.statements.info = i -> ((ArrayNode) level(i, 0).path("tcb").path(member)).remove(15);

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("tcb_info_invalid");
    }

    @Test
    void comparesVersionsByComponentAndNotAsOneNumber() throws Exception {
        // As one number, the first component would outweigh every older one.
        forge.extension.components = new int[] {255, 3, 2, 2, 4, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0};

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("tcb_not_supported");
    }

    @Test
    void takesLevelsByTheirHeightAndNotInTheirOrder() throws Exception {
        forge.statements.info = i -> {
            level(i, 0).put("tcbStatus", "OutOfDate");
            ArrayNode levels = i.withArray("tcbLevels");
            levels.add(levels.remove(0));
            level(i, 0).put("tcbStatus", "UpToDate");
        };

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("tcb_status_not_allowed");
    }

    @Test
    void checksTheIdentityOfTheModule() throws Exception {
        forge.statements.info = i -> i.remove("tdxModuleIdentities");

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("module_mismatch");
    }

    @Test
    void checksTheVendorOfTheQuotingEnclave() {
        forge.quote = q -> {
            q[12] ^= 1;
            return q;
        };

        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                io.verigrad.attestation.EvidenceFormatException.class, forge::appraise)
                        .field())
                .isEqualTo("qe_vendor_id");
    }

    @Test
    void checksTheIdentityOfTheQuotingEnclave() throws Exception {
        // Any enclave on a genuine platform gets a report signed by the platform's key.
        forge.enclave = e -> java.util.Arrays.fill(e, 128, 160, (byte) 0x77);

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("qe_mismatch");
    }

    @Test
    void refusesDebuggingThoughThePolicySaysNothingOfIt() throws Exception {
        forge.body = b -> b[120] |= 1;

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("debug_mode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"90c06f000000", "90C06F000000", "90C06f000000"})
    void comparesModelsInEitherCase(String model) throws Exception {
        forge.statements.info = i -> i.put("fmspc", model);

        assertThat(forge.appraise()).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @ParameterizedTest
    @CsvSource({
        "info, tcb_info_missing",
        "identity, qe_identity_missing",
        "signer, tcb_info_invalid",
        "root list, revocation_list_missing",
        "platform list, revocation_list_missing"
    })
    void refusesMissingCollateral(String what, String code) throws Exception {
        // attestation-rs took missing statements, and statements without a chain, for good.
        switch (what) {
            case "info" -> forge.withInfo = false;
            case "identity" -> forge.withIdentity = false;
            case "signer" -> forge.withSigner = false;
            case "root list" -> forge.withRootList = false;
            default -> forge.withPlatformList = false;
        }

        assertThat(Verdicts.codes(forge.appraise())).contains(code);
    }

    @Test
    void refusesARootThatComesWithTheEvidence() throws Exception {
        // A whole platform under the names of Intel, sound in itself.
        forge.root = TdxForge.OTHER_ROOT;

        assertThat(Verdicts.codes(forge.appraise())).contains("root_not_pinned");
    }

    @Test
    void neverTakesABelowLowestLevelForOutOfDate() throws Exception {
        forge.extension.components[7] = 0;
        forge.rules.statuses = Set.of(TcbStatus.OUT_OF_DATE, TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED);
        forge.rules.graceEnd = TdxForge.NOW.plus(Duration.ofDays(1));

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("tcb_not_supported");
    }

    @ParameterizedTest
    @CsvSource({
        // Module 1.4 below a platform level that names 5: its own identity is what counts.
        "4, UpToDate, ''",
        "4, OutOfDate, tcb_status_not_allowed"
    })
    void followsIntelWhereVerifiersDisagree(int minor, String status, String code) throws Exception {
        forge.body = b -> b[0] = (byte) minor;
        forge.statements.info = i -> {
            ObjectNode level = (ObjectNode)
                    i.path("tdxModuleIdentities").path(0).path("tcbLevels").path(1);
            level.put("tcbStatus", status).remove("advisoryIDs");
        };

        assertThat(Verdicts.codes(forge.appraise())).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
    }

    @Test
    void comparesTheFirstComponentsWhereTheModuleHasNoIdentityOfItsOwn() throws Exception {
        forge.body = b -> {
            b[0] = 4;
            b[1] = 0;
        };

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("tcb_not_supported");
    }

    @ParameterizedTest
    @CsvSource({"6, 3, ''", "5, 3, tcb_status_not_allowed", "6, 2, tcb_status_not_allowed"})
    void advisesRelaunchWhenOnlyTheModuleOfTheLaunchIsOld(int minor, int microcode, String code) throws Exception {
        TdxForge relaunch = TdxForge.fifth();
        relaunch.body = b -> {
            b[0] = 4;
            b[584] = (byte) minor;
            b[586] = (byte) microcode;
        };
        relaunch.rules.statuses = Set.of(TcbStatus.TD_RELAUNCH_ADVISED);
        relaunch.rules.graceEnd = TdxForge.NOW.plus(Duration.ofDays(1));
        relaunch.rules.advisories = Set.of("INTEL-SA-01036");

        assertThat(Verdicts.codes(relaunch.appraise())).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
    }

    @Test
    void computesDigestsOfEventsItself() throws Exception {
        // A log that names the digest and another payload: the payload is what a reader would believe.
        TdxForge logged = TdxForge.logged();
        logged.log = l -> {
            List<EventLog.Event> events = new java.util.ArrayList<>(l.events());
            events.set(3, new RuntimeEvent("compose-hash", filled(32, 0x75)).event());
            return new EventLog(events);
        };

        assertThat(Verdicts.codes(logged.appraise())).contains("event_log_mismatch");
    }

    @Test
    void believesNoEventThatTheApplicationCouldHaveWritten() throws Exception {
        TdxForge logged = TdxForge.logged();
        logged.events = List.of(logged.events.get(4), logged.events.get(3));

        assertThat(Verdicts.codes(logged.appraise())).containsExactly("measurement_not_allowed");
    }

    @Test
    void identifiesBothFormsOfASignatureAsOnePieceOfEvidence() throws Exception {
        BigInteger order = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
        Bytes document = forge.document();
        byte[] twin = document.toArray();
        int s = 48 + 584 + 4 + 32;
        byte[] other = order.subtract(
                        new BigInteger(1, document.slice(s, s + 32).toArray()))
                .toByteArray();
        for (int i = 0; i < 32; i++) {
            int from = other.length - 32 + i;
            twin[s + i] = from >= 0 ? other[from] : 0;
        }

        assertThat(forge.appraise(Bytes.of(twin)))
                .isInstanceOf(EnclaveVerdict.Affirming.class)
                .isEqualTo(forge.appraise(document));
    }

    @Test
    void refusesKeysThatAreNoPointOfTheCurve() throws Exception {
        Bytes document = forge.document();
        byte[] twisted = document.toArray();
        twisted[48 + 584 + 4 + 64] ^= 1;

        assertThat(Verdicts.codes(forge.appraise(Bytes.of(twisted))))
                .containsExactly("attestation_key_unbound", "signature_invalid");
    }

    @Test
    void refusesEvidenceForAnotherChallenge() throws Exception {
        forge.boundNonce = io.verigrad.attestation.software.EvidenceForge.hash("another");

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("binding_mismatch");
    }

    @Test
    void refusesGenuineMachinesThatNobodyListed() throws Exception {
        // Whoever opens a machine can take its keys and forge quotes of any software (TEE.fail, WireTap).
        forge.rules.platforms = new TdxRules.Platforms.Listed(Set.of(filled(16, 1)));

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("platform_not_allowed");
    }

    private static ObjectNode level(ObjectNode info, int index) {
        return (ObjectNode) info.withArray("tcbLevels").get(index);
    }
}
