package io.verigrad.runner.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.attestation.cbor.CborWriter;
import io.verigrad.attestation.nitro.NitroForge;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NitroAttesterTest {
    private static final Path DEVICE = Path.of("/dev/nsm");

    private final NitroForge forge = new NitroForge();
    private final FakeNsm driver = new FakeNsm(this::answer);
    private final NitroAttester attester = new NitroAttester(new NsmDevice(DEVICE, driver));

    private Bytes answer(Bytes request) {
        forge.sentNonce = FakeNsm.member(request, "nonce");
        forge.publicKey = FakeNsm.member(request, "public_key");
        Bytes userData = FakeNsm.member(request, "user_data");
        forge.userData = bound -> userData;
        return document(forge.document());
    }

    private static Bytes document(Bytes document) {
        return CborWriter.write(new CborValue.CborMap(Map.of(
                CborValue.of("Attestation"),
                new CborValue.CborMap(Map.of(CborValue.of("document"), CborValue.of(document))))));
    }

    @Test
    void documentsAreAcceptedByTheVerifier() throws Exception {
        Evidence evidence = attester.attest(Hash32.ZERO, forge.nonce, forge.binding());

        assertThat(forge.appraise(evidence.document())).isInstanceOf(EnclaveVerdict.Affirming.class);
        assertThat(driver.open).isZero();
    }

    @Test
    void documentsForAnotherNonceAreNot() throws Exception {
        Evidence evidence = attester.attest(Hash32.ZERO, Hash32.ZERO, forge.binding());

        assertThat(forge.appraise(evidence.document())).isInstanceOf(EnclaveVerdict.Contraindicated.class);
    }

    @Test
    void saysWhyTheModuleRefuses() {
        driver.error = 90;
        assertRefused("the security module refuses: ioctl: error number 90");

        driver.error = 0;
        driver.module = request ->
                CborWriter.write(new CborValue.CborMap(Map.of(CborValue.of("Error"), CborValue.of("InvalidArgument"))));
        assertRefused("expected an attestation document, found error InvalidArgument");

        driver.module = request -> Bytes.of(new byte[] {(byte) 0xff});
        assertRefused("answer of the security module");

        driver.module = request -> Bytes.of(new byte[NsmDevice.MAX_RESPONSE + 1]);
        assertRefused("expected an answer of 1 to 12288 bytes, found 12289");
        assertThat(driver.open).isZero();
    }

    @Test
    void callsTheRealLibraryOfTheSystem() throws Exception {
        LibC libC = new LibC();
        int descriptor = libC.open(Path.of("/dev/null"));
        try (Arena arena = Arena.ofConfined()) {
            // ENOTTY: the null device has no such ioctl.
            assertThatThrownBy(() -> libC.ioctl(descriptor, NsmDevice.RAW, arena.allocate(32)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("ioctl: error number 25");
        } finally {
            libC.close(descriptor);
        }
        assertThatThrownBy(() -> libC.open(Path.of("/dev/absent")))
                .isInstanceOf(IOException.class)
                .hasMessage("open /dev/absent: error number 2");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> attester.attest(Hash32.ZERO, forge.nonce, forge.binding()))
                .isInstanceOf(AttestationUnavailableException.class)
                .hasMessageContaining(message);
    }
}
