package io.verigrad.attestation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.verigrad.value.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HardwarePolicyTest {
    private final String sample = sample();

    @Test
    void readsTheSample() throws Exception {
        AppraisalPolicy policy = AppraisalPolicy.parse(sample);

        assertThat(policy.development()).isFalse();
        assertThat(policy.format("gcp-token-v1").orElseThrow().rules())
                .isEqualTo(new GcpRules(
                        RevocationRule.REQUIRED,
                        "https://verigrad.io",
                        new GcpRules.Keys.Fetched(),
                        Set.of("GCP_INTEL_TDX"),
                        Set.of("STABLE", "LATEST"),
                        Set.of("verigrad-runners"),
                        true));
        assertThat(policy.format("azure-v1").orElseThrow().rules()).isInstanceOfSatisfying(AzureRules.class, azure -> {
            assertThat(azure.keyCertificate()).isTrue();
            assertThat(azure.allowed()).containsExactly(AzureRules.Weakening.CONSOLE);
            assertThat(azure.hardware("tdx-v1")).isEmpty();
            assertThat(azure.hardware("snp-v1").orElseThrow().roots()).hasSize(2);
            assertThat(azure.hardware("snp-v1").orElseThrow().rules())
                    .isInstanceOfSatisfying(
                            SnpRules.class, snp -> assertThat(snp.chips()).isEqualTo(new SnpRules.Chips.Any()));
        });
        assertThat(policy.format("tdx-v1").orElseThrow().rules())
                .isEqualTo(new TdxRules(
                        RevocationRule.REQUIRED,
                        18,
                        Set.of(TdxRules.TcbStatus.SW_HARDENING_NEEDED, TdxRules.TcbStatus.OUT_OF_DATE),
                        Instant.parse("2027-03-01T00:00:00Z"),
                        Set.of("INTEL-SA-00615"),
                        new TdxRules.Platforms.Listed(Set.of(Bytes.parse("0x" + "01".repeat(16)))),
                        Set.of(TdxRules.Weakening.SUPERVISOR_KEYS),
                        0x602e7,
                        "system-ready"));
        assertThat(policy.format("nitro-v1").orElseThrow().rules()).isEqualTo(new NitroRules(RevocationRule.REQUIRED));
        assertThat(policy.format("snp-v1").orElseThrow().rules())
                .isEqualTo(new SnpRules(
                        RevocationRule.REQUIRED,
                        new TreeMap<>(Map.of(
                                "Milan",
                                new TreeMap<>(Map.of("bootloader", 4, "tee", 0, "snp", 24, "microcode", 219)),
                                "Genoa",
                                new TreeMap<>(Map.of("bootloader", 10, "tee", 0, "snp", 23, "microcode", 84)),
                                "Turin",
                                new TreeMap<>(Map.of("fmc", 1, "bootloader", 1, "tee", 1, "snp", 4, "microcode", 81)))),
                        new SnpRules.Chips.Listed(Set.of(Bytes.parse("0x" + "01".repeat(64)))),
                        Set.of("CN=cc-us-east-2.amazonaws.com"),
                        0,
                        0,
                        Set.of(SnpRules.Weakening.SMT),
                        Set.of(SnpRules.GuestFeature.CIPHERTEXT_HIDING),
                        Set.of(SnpRules.PlatformFeature.ECC, SnpRules.PlatformFeature.ALIAS_CHECK)));
    }

    @Test
    void looksAtRevocationUnlessToldOtherwise() throws Exception {
        AppraisalPolicy policy = AppraisalPolicy.parse(sample.replace("    revocation: required\n", ""));

        assertThat(policy.format("nitro-v1").orElseThrow().rules()).isEqualTo(new NitroRules(RevocationRule.REQUIRED));
    }

    @Test
    void leavesRevocationUncheckedForDevelopmentOnly() throws Exception {
        String unchecked = sample.replace("revocation: required", "revocation: unchecked");

        PolicyFormatException refused =
                catchThrowableOfType(PolicyFormatException.class, () -> AppraisalPolicy.parse(unchecked));
        AppraisalPolicy development =
                AppraisalPolicy.parse(unchecked.replace("development: false", "development: true"));

        assertThat(refused.problems())
                .containsExactly(
                        "policy.formats.nitro-v1.revocation: unchecked accepts revoked machines;"
                                + " it needs development: true",
                        "policy.formats.snp-v1.revocation: unchecked accepts revoked machines;"
                                + " it needs development: true",
                        "policy.formats.tdx-v1.revocation: unchecked accepts revoked machines;"
                                + " it needs development: true",
                        "policy.formats.gcp-token-v1.revocation: unchecked accepts revoked machines;"
                                + " it needs development: true",
                        "policy.formats.nvidia-gpu-v1.revocation: unchecked accepts revoked machines;"
                                + " it needs development: true");
        assertThat(development.format("nitro-v1").orElseThrow().rules())
                .isEqualTo(new NitroRules(RevocationRule.UNCHECKED));
    }

    @Test
    void acceptsEveryChipOnlyByTheWordAny() throws Exception {
        String any = sample.replaceFirst("chips:\n +- \"0x(01)+\"", "chips: any");
        String all = sample.replaceFirst("chips:\n +- \"0x(01)+\"", "chips: all");

        SnpRules rules = (SnpRules)
                AppraisalPolicy.parse(any).format("snp-v1").orElseThrow().rules();

        assertThat(rules.chips()).isEqualTo(new SnpRules.Chips.Any());
        assertThat(catchThrowableOfType(PolicyFormatException.class, () -> AppraisalPolicy.parse(all))
                        .problems())
                .containsExactly("policy.formats.snp-v1.chips: expected text of the form any, found \"all\"");
    }

    @Test
    void refusesAPolicyByWhichNobodyCouldAttest() {
        String nobody = sample.replaceFirst("    chips:\n +- \"0x(01)+\"\n", "")
                .replaceFirst("    providers:\n +- \"CN=[^\"]+\"\n", "");

        assertThat(catchThrowableOfType(PolicyFormatException.class, () -> AppraisalPolicy.parse(nobody))
                        .problems())
                .containsExactly("policy.formats.snp-v1: expected chips or providers, or nobody could attest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "revocation: required|revocation: sometimes|policy.formats.nitro-v1.revocation: expected required or unchecked, found \"sometimes\"",
                "revocation: required|revokation: required|policy.formats.nitro-v1.revokation: unknown key, expected one of [max-assurance, measurements, minimum-gpus, revocation, roots]",
                "Turin:|Venice:|policy.formats.snp-v1.minimum-tcb.Venice: expected Milan, Genoa or Turin",
                "microcode: 84|microcode: 256|policy.formats.snp-v1.minimum-tcb.Genoa.microcode: expected a number of 0 to 255, found 256",
                "microcode: 84|ucode: 84|policy.formats.snp-v1.minimum-tcb.Genoa.ucode: unknown key, expected one of [bootloader, microcode, snp, tee]",
                "microcode: 84|tea: 84|policy.formats.snp-v1.minimum-tcb.Genoa.microcode: expected a number of 0 to 255, found nothing",
                "vmpl: 0|vmpl: 4|policy.formats.snp-v1.vmpl: expected a number of 0 to 3, found 4",
                "minimum-abi: \"0.0\"|minimum-abi: 1|policy.formats.snp-v1.minimum-abi: expected text of the form [0-9]{1,2}\\.[0-9]{1,2}, found 1",
                "allow: [smt]|allow: [debug]|policy.formats.snp-v1.allow[0]: expected one of [cxl, smt], found \"debug\"",
                "allow: [smt]|allow: []|policy.formats.snp-v1.allow: expected a list of one or more, found []",
                "[ecc, alias-check]|[ecc, badram]|policy.formats.snp-v1.platform-features[1]: expected one of [alias-check, ciphertext-hiding, ecc, rapl-disabled, tsme], found \"badram\"",
                "minimum-evaluation: 18|minimum-evaluation: 100001|policy.formats.tdx-v1.minimum-evaluation: expected a number of 0 to 100000, found 100001",
                "[sw-hardening-needed, out-of-date]|[revoked]|policy.formats.tdx-v1.statuses: what Intel revoked is never accepted",
                "[sw-hardening-needed, out-of-date]|[sw-hardening-needed]|policy.formats.tdx-v1.grace-until: expected statuses that end then",
                "grace-until: \"2027-03-01T00:00:00Z\"|grace-until: soon|policy.formats.tdx-v1.grace-until: expected the time until when old statuses are accepted, found \"soon\"",
                "allow: [supervisor-keys]|allow: [debug]|policy.formats.tdx-v1.allow[0]: expected one of [key-locker, migration, page-violations, performance-counters, supervisor-keys], found \"debug\"",
                "0x00000000000602e7|0x602e7|policy.formats.tdx-v1.features: expected text of the form 0x[0-9a-f]{16}, found \"0x602e7\"",
                "boot-marker: system-ready|boot-marker: system ready|policy.formats.tdx-v1.boot-marker: expected text of the form [!-9;-~]{1,100}, found \"system ready\"",
                "rtmr1: |rtmr9: |policy.formats.tdx-v1.measurements[0]: expected at least [mr-td, rtmr0, rtmr1, rtmr2], or any kernel could run",
                "platforms:|chips:|policy.formats.tdx-v1.platforms: expected a list of one or more, found nothing",
                "key-certificate: true|key-certificate: maybe|policy.formats.azure-v1.key-certificate: expected true or false, found \"maybe\"",
                "allow: [console]|allow: [debug]|policy.formats.azure-v1.allow[0]: expected one of [console, no-secure-boot], found \"debug\"",
                "    snp:|    sev:|policy.formats.azure-v1: expected snp or tdx, or no machine could attest",
                "      vmpl: 0|      vmpl: 9|policy.formats.azure-v1.snp.vmpl: expected a number of 0 to 3, found 9",
                "      chips: any|      chips: all|policy.formats.azure-v1.snp.chips: expected text of the form any, found \"all\"",
                "          measurement: \"0x0a|          measured: \"0x0a|policy.formats.azure-v1.measurements[0]: expected measurement or mr-td, and registers of the TPM, or any software could run",
                "token-keys: fetched|token-keys: any|policy.formats.gcp-token-v1.token-keys: expected text of the form fetched, found \"any\"",
                "hardware: [GCP_INTEL_TDX]|hardware: [GCP_SHIELDED_VM]|policy.formats.gcp-token-v1.hardware[0]: expected one of [GCP_AMD_SEV, GCP_AMD_SEV_ES, GCP_INTEL_TDX], found GCP_SHIELDED_VM",
                "support: [STABLE, LATEST]|support: [EXPERIMENTAL]|policy.formats.gcp-token-v1.support[0]: expected one of [LATEST, STABLE, USABLE], found EXPERIMENTAL",
                "projects: [verigrad-runners]|projects: []|policy.formats.gcp-token-v1.projects: expected a list of one or more, found []",
                "audience: https|listener: https|policy.formats.gcp-token-v1.audience: expected text of the form [!-~]{1,512}, found nothing",
                "image-digest: |image: |policy.formats.gcp-token-v1.measurements[0]: expected image-digest, or any image could run",
                "- \"0x01010101|- \"0x010101|policy.formats.snp-v1.chips[0]: expected 64 bytes, not all zero",
            })
    void refuses(String part, String replacement, String problem) {
        PolicyFormatException refused = catchThrowableOfType(
                PolicyFormatException.class, () -> AppraisalPolicy.parse(sample.replace(part, replacement)));

        assertThat(refused.problems()).contains(problem);
    }

    private static String sample() {
        try (var in = AppraisalPolicy.class.getResourceAsStream("sample-hardware-policy.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
