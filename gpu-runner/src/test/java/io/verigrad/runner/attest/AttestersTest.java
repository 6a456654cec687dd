package io.verigrad.runner.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.attestation.Attester;
import io.verigrad.attestation.software.SoftwareAttester;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.value.Hash32;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The devices of a machine as a folder of the test. */
class AttestersTest {
    @TempDir
    Path root;

    @Test
    void refusesToStartWhereNothingCanAttest() {
        assertThatThrownBy(() -> attesters().choose(AttesterKind.AUTO))
                .isInstanceOf(AttestationUnavailableException.class)
                .hasMessageContaining("found nothing that can attest this machine")
                .hasMessageContaining("verigrad.runner.attester=software");
    }

    @Test
    void takesTheSoftwareAttesterOnlyIfAsked() {
        assertThat(attesters().choose(AttesterKind.SOFTWARE).format()).isEqualTo("software-v1");
    }

    @ParameterizedTest
    @CsvSource({
        "NITRO, dev/nsm",
        "GCP, run/container_launcher/teeserver.sock",
        "AZURE, dev/tpmrm0",
        "TSM, sys/kernel/config/tsm/report"
    })
    void refusesToStartWithoutTheDeviceOfAKind(AttesterKind kind, String device) {
        assertThatThrownBy(() -> attesters().choose(kind))
                .isInstanceOf(AttestationUnavailableException.class)
                .hasMessageContaining("verigrad.runner.attester=" + kind.code())
                .hasMessageContaining(device);
    }

    @Test
    void asksForEvidenceBeforeAnythingDependsOnIt() throws Exception {
        // A plain file is no security module.
        place("dev/nsm");

        assertThatThrownBy(() -> attesters().choose(AttesterKind.AUTO))
                .isInstanceOf(AttestationUnavailableException.class)
                .hasMessageContaining("dev/nsm: the security module refuses: ioctl: error number 25");
    }

    @Test
    void goesByWhatTheMachineHas() throws Exception {
        Files.createDirectories(root.resolve("sys/kernel/config/tsm/report"));
        assertAutoFails("sys/kernel/config/tsm/report");

        place("dev/tpmrm0");
        assertAutoFails("sys/kernel/config/tsm/report");
        Files.createDirectories(root.resolve("sys/class/dmi/id"));
        Files.writeString(root.resolve("sys/class/dmi/id/chassis_asset_tag"), "7783-7084-3265-9085-8269-3286-77\n");
        assertAutoFails("TPM");

        place("run/container_launcher/teeserver.sock");
        assertAutoFails("teeserver.sock");
    }

    @Test
    void namesTheKindsOnAWrongWord() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttesterKind.parse("sgx"))
                .withMessage("expected one of auto, nitro, gcp, azure, tsm, software, found sgx");
    }

    private void assertAutoFails(String message) {
        assertThatThrownBy(() -> attesters().choose(AttesterKind.AUTO))
                .isInstanceOf(AttestationUnavailableException.class)
                .hasMessageContaining(message);
    }

    private void place(String device) throws Exception {
        Path file = root.resolve(device);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    private Attesters attesters() {
        return new Attesters(new Machine(root), AttestersTest::software, Optional.of("audience"), List.of());
    }

    private static Attester software() {
        SecureRandom random = new SecureRandom();
        return new SoftwareAttester(
                SoftwareRoot.create(Clock.systemUTC(), random),
                Map.of(0, Hash32.parse("0x" + "01".repeat(32)).bytes()),
                Clock.systemUTC(),
                random);
    }
}
