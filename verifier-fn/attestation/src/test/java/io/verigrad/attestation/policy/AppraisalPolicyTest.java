package io.verigrad.attestation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.verigrad.crypto.Sha256;
import io.verigrad.receipt.Assurance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppraisalPolicyTest {
    private final String sample = sample();

    @Test
    void readsTheSample() throws Exception {
        AppraisalPolicy policy = AppraisalPolicy.parse(sample);

        assertThat(policy.id()).isEqualTo("verigrad-devnet");
        assertThat(policy.development()).isTrue();
        assertThat(policy.evidenceMaxAge()).isEqualTo(Duration.ofMinutes(10));
        assertThat(policy.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.epochLifetime()).isEqualTo(Duration.ofDays(7));
        FormatPolicy software = policy.format("software-v1").orElseThrow();
        assertThat(software.maxAssurance()).isEqualTo(Assurance.UNATTESTED);
        assertThat(software.roots()).hasSize(1);
        assertThat(policy.measurementSets()).hasSize(1);
        assertThat(policy.format("nitro-v1")).isEmpty();
        assertThat(policy.policyId()).isEqualTo(Sha256.hash("verigrad-devnet".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void hashesTheContentAndNotTheLayout() throws Exception {
        String json = "{version: 1, id: verigrad-devnet, development: true, evidence-max-age: PT10M, clock-skew: PT30S,"
                + " epoch-lifetime: P7D, formats: {software-v1: {max-assurance: UNATTESTED, roots: ['0x"
                + "01".repeat(32) + "'], measurements: [{name: gpu-runner, registers: {pcr0: 0x" + "02".repeat(32)
                + "}}]}}}";

        assertThat(AppraisalPolicy.parse(json)).isEqualTo(AppraisalPolicy.parse(sample));
        assertThat(AppraisalPolicy.parse(sample.replace("PT30S", "PT29S")).digest())
                .isNotEqualTo(AppraisalPolicy.parse(sample).digest());
    }

    @Test
    void namesAMeasurementSetByItsRegistersOnly() throws Exception {
        MeasurementSet set = AppraisalPolicy.parse(sample).measurementSets().getFirst();
        MeasurementSet renamed = AppraisalPolicy.parse(sample.replace("name: gpu-runner", "name: other"))
                .measurementSets()
                .getFirst();
        MeasurementSet other = AppraisalPolicy.parse(sample.replace("pcr0:", "pcr1:"))
                .measurementSets()
                .getFirst();

        assertThat(renamed.id()).isEqualTo(set.id()).isNotEqualTo(other.id());
        assertThat(set.id())
                .isEqualTo(Sha256.hash(
                        ("{\"format\":\"software-v1\",\"registers\":{\"pcr0\":\"0x" + "02".repeat(32) + "\"}}")
                                .getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 1|version: 2|policy.version: expected 1",
                "development: true|development: maybe|policy.development: expected true or false, found \"maybe\"",
                "development: true|development: false|policy.formats.software-v1: software evidence proves nothing; it needs development: true",
                "max-assurance: UNATTESTED|max-assurance: FORWARDED|policy.formats.software-v1.max-assurance: software evidence reaches UNATTESTED, found FORWARDED",
                "software-v1|nitro-v9: {max-assurance: PROVEN}|not readable as YAML",
                "max-assurance: UNATTESTED|max-assurance: HIGH|policy.formats.software-v1.max-assurance: expected UNATTESTED to WEIGHTS_BOUND, found \"HIGH\"",
                "clock-skew: PT30S|clock-skw: PT30S|policy.clock-skw: unknown key, expected one of [clock-skew, development, epoch-lifetime, evidence-max-age, formats, id, version]",
                "clock-skew: PT30S|clock-skew: PT6M|policy.clock-skew: expected PT0S to PT5M, found PT6M",
                "clock-skew: PT30S|clock-skew: -PT1S|policy.clock-skew: expected PT0S to PT5M, found PT-1S",
                "clock-skew: PT30S|clock-skew: 30|policy.clock-skew: expected a duration such as PT5M, found 30",
                "epoch-lifetime: P7D|epoch-lifetime: P31D|policy.epoch-lifetime: expected PT0S to PT720H, found PT744H",
                "id: verigrad-devnet|id: a b|policy.id: expected text of the form [A-Za-z0-9][A-Za-z0-9._-]{0,63}, found \"a b\"",
                "0x0101|0x01|policy.formats.software-v1.roots[0]: expected the SHA-256 of a certificate as 0x and 64 hex digits",
                "0x0202|0x|policy.formats.software-v1.measurements[0].registers.pcr0: expected 32 bytes or more",
                "pcr0:|pcr0: 7 #|policy.formats.software-v1.measurements[0].registers.pcr0: expected a measurement as 0x and hex digits, found 7",
                "name: gpu-runner|nam: gpu-runner|policy.formats.software-v1.measurements[0].nam: unknown key",
                "registers:|register:|policy.formats.software-v1.measurements[0].registers: expected a mapping of one or more keys, found nothing",
                "clock-skew: PT30S|development: true|not readable as YAML: key development twice (line 19)",
                "id: verigrad-devnet|id: &a verigrad-devnet|not readable as YAML: anchors are not read (line 10)",
                "id: verigrad-devnet|id: [|not readable as YAML:"
            })
    void refuses(String part, String replacement, String problem) {
        PolicyFormatException refused = catchThrowableOfType(
                PolicyFormatException.class, () -> AppraisalPolicy.parse(sample.replace(part, replacement)));

        assertThat(refused.problems()).anySatisfy(text -> assertThat(text).startsWith(problem));
        assertThat(refused).hasMessageContaining(problem);
    }

    @Test
    void refusesRegistersThatAreAllZero() {
        assertThatExceptionOfType(PolicyFormatException.class)
                .isThrownBy(() -> AppraisalPolicy.parse(sample.replace("02".repeat(32), "00".repeat(32))))
                .withMessage("policy.formats.software-v1.measurements[0].registers.pcr0: all zero is debug mode,"
                        + " never allowed");
    }

    @Test
    void reportsEveryProblemAtOnce() {
        PolicyFormatException refused = catchThrowableOfType(
                PolicyFormatException.class,
                () -> AppraisalPolicy.parse("version: 1\nid: x\nextra: 1\nformats: {software-v1: {roots: []}}\n"));

        assertThat(refused.problems())
                .containsExactlyInAnyOrder(
                        "policy.extra: unknown key, expected one of [clock-skew, development, epoch-lifetime,"
                                + " evidence-max-age, formats, id, version]",
                        "policy.development: expected true or false, found nothing",
                        "policy.evidence-max-age: expected a duration such as PT5M, found nothing",
                        "policy.clock-skew: expected a duration such as PT5M, found nothing",
                        "policy.epoch-lifetime: expected a duration such as PT5M, found nothing",
                        "policy.formats.software-v1.max-assurance: expected UNATTESTED to WEIGHTS_BOUND, found nothing",
                        "policy.formats.software-v1: software evidence proves nothing; it needs development: true",
                        "policy.formats.software-v1.roots: expected a list of one or more, found []",
                        "policy.formats.software-v1.measurements: expected a list of one or more, found nothing");
    }

    @Test
    void refusesAnEmptyFileAndDeepNesting() {
        for (String yaml : List.of("", "# nothing\n", "[".repeat(500), "- 1\n- 2\n", "text")) {
            assertThatExceptionOfType(PolicyFormatException.class).isThrownBy(() -> AppraisalPolicy.parse(yaml));
        }
    }

    private static String sample() {
        try (var in = AppraisalPolicy.class.getResourceAsStream("sample-policy.yaml")) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
