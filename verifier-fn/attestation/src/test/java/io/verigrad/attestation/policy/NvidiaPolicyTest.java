package io.verigrad.attestation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.verigrad.value.Hash32;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvidiaPolicyTest {
    private final String sample = sample();

    @Test
    void readsTheSample() throws Exception {
        AppraisalPolicy policy = AppraisalPolicy.parse(sample);

        assertThat(policy.format("nvidia-gpu-v1").orElseThrow().rules())
                .isEqualTo(new NvidiaRules(
                        RevocationRule.REQUIRED,
                        Set.of(Hash32.parse("0x12977b5115acb0381179279fffeb5a8c4d264971ebb32298023a465fa41df5d1")),
                        "",
                        new TreeMap<>(Map.of("GH100", "550.90.07", "GB100", "575.32", "LS_10", "0")),
                        Optional.empty()));
        assertThat(policy.format("nvidia-nras-v1").orElseThrow().rules())
                .isEqualTo(new NvidiaRules(
                        RevocationRule.REQUIRED,
                        Set.of(),
                        "https://nras.attestation.nvidia.com",
                        new TreeMap<>(Map.of("GH100", "550.90.07", "LS_10", "0")),
                        Optional.empty()));
        assertThat(policy.format("snp-v1").orElseThrow().minimumGpus()).isZero();
    }

    @Test
    void readsHowManyGpusAMachineMustShow() throws Exception {
        AppraisalPolicy policy =
                AppraisalPolicy.parse(sample.replaceFirst("    vmpl: 0", "    minimum-gpus: 8\n    vmpl: 0"));

        assertThat(policy.format("snp-v1").orElseThrow().minimumGpus()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rim-roots:|rim-root:|policy.formats.nvidia-gpu-v1.rim-roots: expected a list of one or more, found nothing",
                "rim-roots:|minimum-gpus: 1|policy.formats.nvidia-gpu-v1.minimum-gpus: unknown key, expected one of [devices, max-assurance, measurements, minimum-driver, revocation, rim-roots, roots]",
                "GB100: \"575.32\"|GB100: 575|policy.formats.nvidia-gpu-v1.minimum-driver.GB100: expected a version in quotes, found 575",
                "GB100: \"575.32\"|GB100: \"575.x\"|policy.formats.nvidia-gpu-v1.minimum-driver.GB100: expected numbers and points",
                "devices: any|devices: all|policy.formats.nvidia-gpu-v1.devices: expected text of the form any, found \"all\"",
                "devices: any|devices: [\"0x01\"]|policy.formats.nvidia-gpu-v1.devices[0]: expected 0x and 40 hex digits",
                "vmpl: 0|minimum-gpus: 17|policy.formats.snp-v1.minimum-gpus: expected a number of 0 to 16, found 17",
            })
    void refuses(String part, String replacement, String problem) {
        String changed = sample.replace(
                part,
                part.equals("rim-roots:") && replacement.contains("gpus")
                        ? "minimum-gpus: 1\n    rim-roots:"
                        : replacement);

        PolicyFormatException refused =
                catchThrowableOfType(PolicyFormatException.class, () -> AppraisalPolicy.parse(changed));

        assertThat(refused.problems()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "550.90.07, 550.90.07, true",
        "550.90.07, 550.90.7, true",
        "550.100, 550.90.07, true",
        "550.54.15, 550.90, false",
        "1000.1, 575.32, true",
        "575, 575.32, false",
        "575.32.0, 575.32, true",
        "abc, 0, false",
        "'', 0, false"
    })
    void comparesVersionsByNumbers(String version, String minimum, boolean enough) {
        assertThat(NvidiaRules.isAtLeast(version, minimum)).isEqualTo(enough);
    }

    private static String sample() {
        try (var in = AppraisalPolicy.class.getResourceAsStream("sample-hardware-policy.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
