package io.verigrad.attestation;

import static io.verigrad.attestation.software.EvidenceForge.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.CompositeDocument.Part;
import io.verigrad.value.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Machines with GPUs: one nonce and one hash tie the devices to the enclave. */
class CompositeTest {
    record Defect(String codes, String what, Consumer<CompositeForge> make) {
        @Override
        public String toString() {
            return codes + ": " + what;
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(
                new Defect(
                        "device_hash_mismatch",
                        "another hash bound",
                        f -> f.bound = parts -> new ArrayList<>(parts.reversed())),
                new Defect("device_hash_mismatch", "no hash bound", f -> f.boundZero = true),
                new Defect("device_evidence_missing", "bound and not shown", f -> f.composite = false),
                new Defect("gpu1: device_twice", "the same GPU again", f -> f.second.serial = f.first.serial),
                new Defect("too_few_gpus", "one is missing", f -> f.minimum = 3),
                new Defect("gpu0: nonce_mismatch", "the bare nonce of the enclave", f -> f.firstNonce = f.cpu.nonce),
                new Defect(
                        "gpu0: nonce_mismatch",
                        "a nonce for another enclave",
                        f -> f.firstNonce = DeviceNonce.of(
                                f.cpu.nonce,
                                io.verigrad.crypto.PrivateKey.parse("0x" + "09".repeat(32))
                                        .publicKey())),
                new Defect("gpu1: signature_invalid", "a GPU that is not genuine", f -> {
                    f.second.signer = f.first.otherKey();
                    f.minimum = 1;
                }),
                new Defect(
                        "gpu1: golden_measurement_mismatch",
                        "a GPU with other firmware",
                        f -> f.second.measurements.put(8, Bytes.of(new byte[48]))),
                new Defect(
                        "gpu0: format_not_accepted",
                        "a format that the policy does not accept",
                        f -> f.gpuFormats = false),
                new Defect(
                        "gpu0: format_not_accepted",
                        "an enclave as a device",
                        f -> f.shown = parts -> List.of(
                                new Part("", f.cpu.format, f.cpu.evidence().document()), parts.get(1))),
                new Defect(
                        "cpu0: format_not_accepted",
                        "a device as an enclave",
                        f -> f.cpuPart = part -> new Part("", "nvidia-gpu-v1", f.first.document())),
                new Defect(
                        "cpu0: signature_invalid", "an enclave that is not genuine", f -> f.cpu.signedByAnother = true),
                new Defect(
                        "gpu0: measurement_not_allowed",
                        "a list of the policy",
                        f -> f.allowed = Map.of("measurement5", Bytes.of(filled()))));
    }

    private static byte[] filled() {
        byte[] bytes = new byte[48];
        Arrays.fill(bytes, (byte) 1);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsTheDefectAndWhere(Defect defect) throws Exception {
        CompositeForge forge = new CompositeForge();
        defect.make.accept(forge);

        List<String> found = problems(forge.appraise());

        assertThat(found).contains(defect.codes);
        if (!defect.what.startsWith("a list") && !defect.codes.contains("format")) {
            assertThat(found).containsExactly(defect.codes);
        }
    }

    @Test
    void hasADefectForEveryReason() {
        assertThat(defects().map(defect -> defect.codes.replaceAll(".*: ", "")))
                .containsAll(Arrays.stream(CompositeReason.values())
                        .map(Reason::code)
                        .toList());
    }

    @Test
    void affirmsAMachineWithTwoGpus() throws Exception {
        CompositeForge forge = new CompositeForge();

        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) forge.appraise();

        assertThat(verdict.operatorAssurance()).isEqualTo(OperatorAssurance.NONE);
        assertThat(verdict.registration().evidenceDigest())
                .as("the enclave's evidence, which has the devices in its hash")
                .isNotNull();
        assertThat(verdict.registration().validUntil())
                .isEqualTo(NOW.minusSeconds(5).plus(Duration.ofHours(12)).getEpochSecond());
    }

    @Test
    void endsWithTheFirstThingThatEnds() throws Exception {
        CompositeForge forge = new CompositeForge();
        forge.first.deviceStatus = s -> s.nextUpdate = NOW.plusSeconds(900);
        forge.second.deviceStatus = forge.first.deviceStatus;

        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) forge.appraise();

        assertThat(verdict.registration().validUntil())
                .isEqualTo(NOW.plusSeconds(900).getEpochSecond());
    }

    @Test
    void reportsWhatIsWrongWithEveryPartAtOnce() throws Exception {
        CompositeForge forge = new CompositeForge();
        forge.first.measurements.put(8, Bytes.of(new byte[48]));
        forge.second.devices = Optional.of(Set.of());
        forge.second.signer = forge.first.otherKey();
        forge.cpu.allowed = Map.of("pcr0", io.verigrad.attestation.software.EvidenceForge.PCR1);
        forge.minimum = 2;
        forge.boundZero = true;

        assertThat(problems(forge.appraise()))
                .containsExactly(
                        "gpu0: golden_measurement_mismatch",
                        "gpu1: signature_invalid",
                        "device_hash_mismatch",
                        "too_few_gpus",
                        "cpu0: measurement_not_allowed");
    }

    @Test
    void takesTokensInsteadOfReports() throws Exception {
        CompositeForge forge = new CompositeForge();
        forge.tokens = true;
        forge.minimum = 1;

        assertThat(problems(forge.appraise())).isEmpty();
    }

    @Test
    void refusesEveryFlippedBitAndTruncation() throws Exception {
        CompositeForge forge = new CompositeForge();
        Bytes good = forge.evidence().document();
        Circumstances circumstances = forge.circumstances();

        Mutations.flipBits(good, 60, document -> forge.appraise(document, circumstances));
        Mutations.truncate(good, 60, document -> forge.appraise(document, circumstances));
    }

    @Test
    void readsWhatItWritesAndNothingElse() throws Exception {
        CompositeForge forge = new CompositeForge();
        Bytes document = forge.evidence().document();
        CompositeDocument parsed = CompositeDocument.parse(document);

        assertThat(CompositeDocument.encode(parsed.cpu().format(), parsed.cpu().document(), parsed.devices()))
                .isEqualTo(document);
        assertThat(parsed.devices()).extracting(Part::name).containsExactly("gpu0", "gpu1");
        for (Bytes bad : List.of(
                CompositeDocument.encode("a", document, List.of()),
                CompositeDocument.encode(
                        "a", document.slice(0, 9), java.util.Collections.nCopies(17, new Part("", "b", Bytes.of((byte)
                                1)))),
                Bytes.parse("0x80"),
                Bytes.parse("0x9f6161410141ff"),
                Bytes.concat(document, Bytes.of((byte) 0)))) {
            assertThatExceptionOfType(EvidenceFormatException.class).isThrownBy(() -> CompositeDocument.parse(bad));
        }
    }

    @Test
    void fitsEightGpusAndFourSwitches() throws Exception {
        CompositeForge forge = new CompositeForge();
        Bytes one = forge.first.document();
        Bytes large = CompositeDocument.encode(
                "tdx-v1",
                Bytes.of(new byte[8000]),
                java.util.Collections.nCopies(12, new Part("", "nvidia-gpu-v1", one)));
        Evidence evidence = new Evidence(CompositeDocument.FORMAT, large, forge.cpu.binding(), forge.cpu.blockHash);

        assertThat(Evidence.parse(evidence.encode())).isEqualTo(evidence);
    }

    static List<String> problems(EnclaveVerdict verdict) {
        return switch (verdict) {
            case EnclaveVerdict.Affirming affirming -> List.of();
            case EnclaveVerdict.Contraindicated(List<Violation> violations) ->
                violations.stream()
                        .map(v -> (v.part().isEmpty() ? "" : v.part() + ": ") + v.code())
                        .distinct()
                        .toList();
        };
    }
}
