package io.verigrad.attestation.nvidia;

import static io.verigrad.attestation.nvidia.GpuForge.codes;
import static io.verigrad.attestation.nvidia.NrasForge.NOW;
import static io.verigrad.attestation.software.EvidenceForge.hash;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Mutations;
import io.verigrad.attestation.Reason;
import io.verigrad.attestation.Verification;
import io.verigrad.value.Bytes;
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
import org.junit.jupiter.params.provider.ValueSource;

class NrasVerifierTest {
    record Defect(Reason reason, String what, Consumer<NrasForge> make) {
        @Override
        public String toString() {
            return reason.code() + ": " + what;
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(
                new Defect(NvidiaReason.TOKEN_KEYS_MISSING, "no keys", f -> f.withKeys = false),
                new Defect(
                        NvidiaReason.TOKEN_KEYS_MISSING, "keys of another", f -> f.policyIssuer = "https://a.invalid"),
                new Defect(NvidiaReason.TOKEN_KEY_UNKNOWN, "another id", f -> f.header = h -> h.put("kid", "key-2")),
                new Defect(NvidiaReason.TOKEN_KEY_UNKNOWN, "no id", f -> f.header = h -> h.remove("kid")),
                new Defect(NvidiaReason.TOKEN_KEY_UNKNOWN, "no certificate", f -> f.key = k -> k.remove("x5c")),
                new Defect(
                        NvidiaReason.TOKEN_KEY_MISMATCH,
                        "key of another",
                        f -> f.key = k -> k.put("x", k.path("y").asText())),
                new Defect(EnclaveReason.ROOT_NOT_PINNED, "another authority", f -> f.pins = Set.of(hash("x"))),
                new Defect(
                        EnclaveReason.CERTIFICATE_EXPIRED, "old key", f -> f.leaf = c -> c.until = NOW.minusSeconds(9)),
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "key of a stranger",
                        f -> f.leaf = c -> c.issuerKey = io.verigrad.attestation.pki.CertificateForge.rsa(2048)
                                .getPrivate()),
                new Defect(
                        EnclaveReason.SIGNATURE_INVALID,
                        "another key signed",
                        f -> f.signer = NrasForge.OTHER_KEY.getPrivate()),
                new Defect(
                        EnclaveReason.SIGNATURE_INVALID, "algorithm none", f -> f.header = h -> h.put("alg", "none")),
                new Defect(
                        EnclaveReason.SIGNATURE_INVALID, "algorithm HS256", f -> f.header = h -> h.put("alg", "HS256")),
                new Defect(
                        NvidiaReason.TOKEN_ISSUER,
                        "another issuer",
                        f -> f.device = c -> c.put("iss", "https://nras.test-stg.invalid")),
                new Defect(NvidiaReason.TOKEN_ISSUER, "no issuer", f -> f.overall = c -> c.remove("iss")),
                new Defect(NvidiaReason.TOKEN_VERSION, "future", f -> f.overall = c -> c.put("x-nvidia-ver", "4.0")),
                new Defect(
                        NvidiaReason.TOKEN_NOT_YET_VALID,
                        "future",
                        f -> f.device = c -> c.put("nbf", NOW.getEpochSecond() + 5)),
                new Defect(NvidiaReason.TOKEN_NOT_YET_VALID, "no time", f -> f.device = c -> c.remove("iat")),
                new Defect(
                        NvidiaReason.TOKEN_EXPIRED, "past", f -> f.overall = c -> c.put("exp", NOW.getEpochSecond())),
                new Defect(NvidiaReason.TOKEN_EXPIRED, "no end", f -> f.device = c -> c.remove("exp")),
                new Defect(NvidiaReason.TOKEN_EXPIRED, "text", f -> f.device = c -> c.put("exp", "99999999999")),
                new Defect(
                        NvidiaReason.TOKEN_DIGEST_MISMATCH,
                        "another token",
                        f -> f.detached =
                                d -> Map.of("GPU-0", f.token(f.deviceClaims().put("more", 1)))),
                new Defect(
                        NvidiaReason.TOKEN_DIGEST_MISMATCH,
                        "a token more",
                        f -> f.detached = d -> Map.of("GPU-0", d.get("GPU-0"), "GPU-1", d.get("GPU-0"))),
                new Defect(
                        NvidiaReason.TOKEN_CLAIM,
                        "overall result",
                        f -> f.overall = c -> c.put("x-nvidia-overall-att-result", false)),
                new Defect(
                        NvidiaReason.TOKEN_CLAIM,
                        "mismatches",
                        f -> f.device = c -> c.putArray("x-nvidia-mismatch-measurement-records")
                                .add("x")),
                new Defect(NvidiaReason.TOKEN_CLAIM, "not a number", f -> f.device = c -> c.put("ueid", "x")),
                new Defect(
                        NvidiaReason.DEVICE_PRODUCT_NOT_ALLOWED,
                        "product",
                        f -> f.device = c -> c.put("hwmodel", "GB100 A01")),
                new Defect(
                        NvidiaReason.DRIVER_TOO_OLD,
                        "driver",
                        f -> f.device = c -> c.put("x-nvidia-gpu-driver-version", "535.86.09")),
                new Defect(NvidiaReason.DEVICE_NOT_ALLOWED, "device", f -> f.devices = Optional.of(Set.of("another"))));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsExactlyTheDefect(Defect defect) throws Exception {
        NrasForge forge = new NrasForge();
        defect.make.accept(forge);

        List<String> codes = codes(forge.verify());

        if (defect.what.equals("a token more")) {
            assertThat(codes).containsExactly("token_digest_mismatch");
        } else {
            assertThat(codes).containsExactly(defect.reason.code());
        }
    }

    @Test
    void hasADefectForEveryReasonOfTokens() {
        assertThat(defects().map(Defect::reason).collect(toSet()))
                .containsAll(Arrays.stream(NvidiaReason.values())
                        .filter(reason -> reason.code().startsWith("token_"))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "3.0"})
    void missesEveryClaimThatIsLeftOut(String version) throws Exception {
        NrasForge good = new NrasForge();
        good.version = version;
        List<String> names = new ArrayList<>();
        good.deviceClaims().fieldNames().forEachRemaining(names::add);

        assertThat(codes(good.verify())).isEmpty();
        assertThat(names).hasSizeGreaterThan(20);
        for (String name : names) {
            NrasForge forge = new NrasForge();
            forge.version = version;
            forge.device = c -> c.remove(name);
            Verification verification = forge.verify();
            boolean noticed = !codes(verification).isEmpty()
                    || ((Verification.Authentic) verification).claims().nonce().size() == 0;
            assertThat(noticed).as(name).isTrue();
        }
    }

    @Test
    void missesAChainThatIsNotGood() throws Exception {
        for (String claim : List.of("x-nvidia-cert-status", "x-nvidia-cert-ocsp-status")) {
            NrasForge forge = new NrasForge();
            forge.device =
                    c -> ((com.fasterxml.jackson.databind.node.ObjectNode) c.path("x-nvidia-gpu-driver-rim-cert-chain"))
                            .put(claim, "unknown");

            assertThat(codes(forge.verify())).containsExactly("token_claim");
        }
    }

    @Test
    void readsSwitchesToo() throws Exception {
        NrasForge forge = new NrasForge();
        forge.name = "SWITCH-0";

        Verification.Authentic verification = (Verification.Authentic) forge.verify();

        assertThat(codes(verification)).isEmpty();
        assertThat(verification.hardware().gpus()).isZero();
    }

    @Test
    void saysWhatTheTokensAreAbout() throws Exception {
        NrasForge forge = new NrasForge();

        Verification.Authentic verification = (Verification.Authentic) forge.verify();

        assertThat(verification.hardware().ids()).containsExactly(GpuForge.ID);
        assertThat(verification.hardware().gpus()).isEqualTo(1);
        assertThat(verification.claims().nonce()).isEqualTo(forge.nonce.bytes());
        assertThat(verification.claims().expiresAt())
                .isEqualTo(java.time.Instant.ofEpochSecond(NOW.getEpochSecond() + 3570));
    }

    @Test
    void hasNoNonceWhereTokensDiffer() throws Exception {
        NrasForge forge = new NrasForge();
        forge.device = c -> c.put("eat_nonce", "00".repeat(32));

        assertThat(((Verification.Authentic) forge.verify()).claims().nonce()).isEqualTo(Bytes.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "x5u", "x5c", "crit", "b64"})
    void refusesTokensThatBringTheirOwnKey(String name) {
        NrasForge forge = new NrasForge();
        forge.header = h -> h.put(name, "x");

        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(forge::verify)
                .withMessageEndingWith("unexpected header " + name);
    }

    @Test
    void refusesEveryFlippedBitAndTruncation() {
        NrasForge forge = new NrasForge();
        Bytes good = forge.document();
        Circumstances circumstances = forge.circumstances();

        Mutations.flip(good, document -> codes(forge.verify(document, circumstances)));
        Mutations.cut(good, document -> codes(forge.verify(document, circumstances)));
    }
}
