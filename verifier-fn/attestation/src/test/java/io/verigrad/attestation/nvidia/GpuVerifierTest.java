package io.verigrad.attestation.nvidia;

import static io.verigrad.attestation.nvidia.GpuForge.NOW;
import static io.verigrad.attestation.nvidia.GpuForge.codes;
import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Reason;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.x509.RevocationReason;
import io.verigrad.attestation.x509.StatusReason;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GpuVerifierTest {
    record Defect(Reason reason, String what, Supplier<GpuForge> base, Consumer<GpuForge> make) {
        Defect(Reason reason, String what, Consumer<GpuForge> make) {
            this(reason, what, GpuForge::new, make);
        }

        @Override
        public String toString() {
            return reason.code() + ": " + what;
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(chains(), statuses(), manifests(), measurements(), rules())
                .flatMap(d -> d);
    }

    private static Stream<Defect> chains() {
        return Stream.of(
                new Defect(EnclaveReason.ROOT_NOT_PINNED, "another root", f -> f.pins = Set.of(hash("another"))),
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "another key signed the leaf",
                        f -> f.leaf = c -> c.issuerKey = GpuForge.OTHER_KEY.getPrivate()),
                new Defect(
                        EnclaveReason.CERTIFICATE_NOT_YET_VALID,
                        "leaf of the future",
                        f -> f.leaf = c -> c.from = NOW.plusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_EXPIRED,
                        "leaf of the past",
                        f -> f.leaf = c -> c.until = NOW.minusSeconds(10)),
                new Defect(
                        EnclaveReason.CERTIFICATE_ALGORITHM,
                        "SHA-256",
                        f -> f.leaf = c -> c.algorithm = "SHA256withECDSA"),
                new Defect(
                        EnclaveReason.LEAF_USAGE,
                        "leaf that may not sign",
                        f -> f.leaf = c -> c.usage = KeyUsage.keyAgreement),
                new Defect(
                        EnclaveReason.SIGNATURE_INVALID,
                        "another key signed",
                        f -> f.signer = GpuForge.OTHER_KEY.getPrivate()),
                new Defect(
                        NvidiaReason.FIRMWARE_ID_MISMATCH,
                        "other firmware in the report",
                        f -> f.opaque.put(20, filled(48, 0x72))),
                new Defect(NvidiaReason.FIRMWARE_ID_MISMATCH, "none in the report", f -> f.opaque.remove(20)),
                new Defect(
                        NvidiaReason.FIRMWARE_ID_MISMATCH,
                        "none in the certificate",
                        f -> f.leaf = c -> c.extensions.clear()),
                new Defect(
                        NvidiaReason.FIRMWARE_ID_MISMATCH,
                        "other firmware of a switch",
                        GpuForge::nvSwitch,
                        f -> f.opaque.put(20, filled(48, 0x72))));
    }

    private static Stream<Defect> statuses() {
        return Stream.of(
                new Defect(StatusReason.STATUS_MISSING, "no answer", f -> f.withDeviceStatus = false),
                new Defect(StatusReason.STATUS_MISSING, "an error", f -> f.deviceStatus = s -> s.error = true),
                new Defect(
                        StatusReason.STATUS_STALE,
                        "past its update",
                        f -> f.deviceStatus = s -> s.nextUpdate = NOW.minusSeconds(1)),
                new Defect(
                        StatusReason.STATUS_STALE,
                        "of the future",
                        f -> f.deviceStatus = s -> s.thisUpdate = NOW.plusSeconds(10)),
                new Defect(
                        StatusReason.STATUS_STALE,
                        "without an end",
                        f -> f.deviceStatus = s -> s.nextUpdate = java.time.Instant.MAX),
                new Defect(
                        StatusReason.STATUS_INVALID,
                        "of another key",
                        f -> f.deviceStatus = s -> s.key = GpuForge.OTHER_KEY.getPrivate()),
                new Defect(
                        StatusReason.STATUS_INVALID,
                        "of a responder without the right",
                        f -> f.deviceStatus = s -> {
                            s.key = GpuForge.OTHER_KEY.getPrivate();
                            s.responder = Optional.of(Responders.plain());
                        }),
                new Defect(
                        StatusReason.STATUS_INVALID,
                        "of a responder of the past",
                        f -> f.deviceStatus = s -> {
                            s.key = GpuForge.OTHER_KEY.getPrivate();
                            s.responder = Optional.of(Responders.expired());
                        }),
                new Defect(
                        RevocationReason.CERTIFICATE_REVOKED,
                        "the device",
                        f -> f.deviceStatus = s -> s.revoked = true));
    }

    private static Stream<Defect> manifests() {
        return Stream.of(
                new Defect(NvidiaReason.RIM_MISSING, "no driver", f -> f.withDriver = false),
                new Defect(NvidiaReason.RIM_MISSING, "no VBIOS", f -> f.withVbios = false),
                new Defect(NvidiaReason.RIM_MISSING, "no BIOS", GpuForge::nvSwitch, f -> f.withVbios = false),
                new Defect(NvidiaReason.RIM_MISSING, "another version", f -> f.driver.version = "550.90.08"),
                new Defect(NvidiaReason.RIM_MISSING, "another product", f -> f.driver.product = "GB100"),
                new Defect(NvidiaReason.RIM_MALFORMED, "text", f -> {
                    f.withDriver = false;
                    f.more.add(new CollateralDocument(
                            CollateralDocument.Kind.NVIDIA_RIM, Bytes.of(new byte[] {'<', 'a', '/', '>'})));
                }),
                new Defect(
                        NvidiaReason.RIM_CHAIN_INVALID, "another root", f -> f.rimPins = Set.of(hash("another root"))),
                new Defect(
                        NvidiaReason.RIM_CHAIN_INVALID,
                        "another key signed the leaf",
                        f -> f.driver.leaf = c -> c.issuerKey = RimForge.OTHER_KEY.getPrivate()),
                new Defect(NvidiaReason.RIM_EXPIRED, "signer", f -> f.vbios.leaf = c -> c.until = NOW.minusSeconds(5)),
                new Defect(
                        NvidiaReason.RIM_SIGNATURE_INVALID,
                        "another key signed",
                        f -> f.driver.signer = RimForge.OTHER_KEY.getPrivate()),
                new Defect(
                        NvidiaReason.RIM_SIGNATURE_INVALID,
                        "changed later",
                        f -> f.driver.afterSigning = xml -> xml.replace("tagId=\"x\"", "tagId=\"y\"")),
                new Defect(NvidiaReason.RIM_NOT_CURRENT, "no answer", f -> {
                    f.driver.withStatus = false;
                    f.vbios.withStatus = false;
                }),
                new Defect(
                        NvidiaReason.RIM_NOT_CURRENT, "signer revoked", f -> f.vbios.status = s -> s.revoked = true));
    }

    private static Stream<Defect> measurements() {
        return Stream.of(
                new Defect(
                        NvidiaReason.GOLDEN_MEASUREMENT_MISMATCH,
                        "of the driver",
                        f -> f.measurements.put(8, filled(48, 9))),
                new Defect(
                        NvidiaReason.GOLDEN_MEASUREMENT_MISMATCH,
                        "of the VBIOS",
                        f -> f.measurements.put(2, filled(48, 9))),
                new Defect(NvidiaReason.GOLDEN_MEASUREMENT_MISMATCH, "not measured", f -> f.measurements.remove(10)),
                new Defect(
                        NvidiaReason.GOLDEN_MEASUREMENT_MISMATCH,
                        "of a decoder that is on",
                        f -> f.opaque.put(11, Bytes.of((byte) 0xaa))),
                new Defect(NvidiaReason.DECODER_UNKNOWN, "not said", f -> f.opaque.remove(11)),
                new Defect(
                        NvidiaReason.RIM_CONFLICT,
                        "both name one index",
                        f -> f.vbios.golden.put(7, List.of(filled(48, 8)))));
    }

    private static Stream<Defect> rules() {
        return Stream.of(
                new Defect(
                        NvidiaReason.DEVICE_PRODUCT_NOT_ALLOWED,
                        "product not listed",
                        f -> f.minimumDriver = Map.of("GB100", "1")),
                new Defect(
                        NvidiaReason.DRIVER_TOO_OLD, "old driver", f -> f.minimumDriver = Map.of("GH100", "550.100")),
                new Defect(
                        NvidiaReason.DEVICE_NOT_ALLOWED,
                        "device not listed",
                        f -> f.devices = Optional.of(Set.of("x"))));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsExactlyTheDefect(Defect defect) throws Exception {
        GpuForge forge = defect.base.get();
        defect.make.accept(forge);

        List<String> codes = codes(forge.verify());

        if (defect.reason == NvidiaReason.RIM_MALFORMED) {
            assertThat(codes).containsExactly("rim_missing", "rim_malformed");
        } else if (defect.reason == NvidiaReason.DECODER_UNKNOWN) {
            // What is not known to be off counts as on.
            assertThat(codes).containsExactly("decoder_unknown", "golden_measurement_mismatch");
        } else {
            assertThat(codes).containsExactly(defect.reason.code());
        }
    }

    @Test
    void hasADefectForEveryReason() {
        Set<Reason> expected = new HashSet<>(Arrays.asList(NvidiaReason.values()));
        expected.removeIf(reason -> reason.code().startsWith("token_"));
        expected.addAll(Arrays.asList(StatusReason.values()));

        assertThat(defects().map(Defect::reason).collect(toSet())).containsAll(expected);
    }

    static Stream<GpuForge> good() {
        GpuForge blackwell = new GpuForge();
        blackwell.blackwell = true;
        GpuForge delegated = new GpuForge();
        delegated.deviceStatus = s -> {
            s.key = GpuForge.OTHER_KEY.getPrivate();
            s.responder = Optional.of(Responders.delegated());
        };
        GpuForge decoder = new GpuForge();
        decoder.opaque.put(11, Bytes.of((byte) 0xaa));
        decoder.measurements.put(36, filled(48, 99));
        GpuForge alternatives = new GpuForge();
        alternatives.driver.golden.put(7, List.of(filled(48, 1), filled(48, 8)));
        GpuForge unchecked = new GpuForge();
        unchecked.revocation = RevocationRule.UNCHECKED;
        unchecked.withDeviceStatus = false;
        GpuForge any = new GpuForge();
        any.devices = Optional.empty();
        return Stream.of(
                new GpuForge(), GpuForge.nvSwitch(), blackwell, delegated, decoder, alternatives, unchecked, any);
    }

    @ParameterizedTest
    @MethodSource("good")
    void findsNothingWrongWithGoodOnes(GpuForge forge) throws Exception {
        Verification verification = forge.verify();

        assertThat(verification).isInstanceOf(Verification.Authentic.class);
        assertThat(codes(verification)).isEmpty();
    }

    @Test
    void saysWhatTheDeviceIsAndUntilWhenItIsGood() throws Exception {
        GpuForge forge = new GpuForge();

        Verification.Authentic verification = (Verification.Authentic) forge.verify();

        assertThat(verification.hardware().ids()).containsExactly(GpuForge.ID);
        assertThat(verification.hardware().gpus()).isEqualTo(1);
        assertThat(verification.hardware().assurance()).isEqualTo(OperatorAssurance.LISTED_HARDWARE);
        assertThat(verification.claims().nonce()).isEqualTo(forge.nonce.bytes());
        assertThat(verification.claims().expiresAt())
                .isEqualTo(NOW.plus(java.time.Duration.ofDays(1)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        assertThat(verification.claims().measurements()).hasSize(64);
    }

    @Test
    void knowsNobodyWhoHoldsADeviceThatIsNotListed() throws Exception {
        GpuForge forge = new GpuForge();
        forge.devices = Optional.empty();

        assertThat(((Verification.Authentic) forge.verify()).hardware().assurance())
                .isEqualTo(OperatorAssurance.UNKNOWN);
    }

    @Test
    void takesARevocationListInsteadOfAnAnswer() throws Exception {
        GpuForge forge = new GpuForge();
        forge.withDeviceStatus = false;
        var list = new io.verigrad.attestation.pki.ListForge(
                GpuForge.issuerOfDevice(), NOW.minusSeconds(60), NOW.plusSeconds(600));
        var good = forge.circumstances();
        var collateral = io.verigrad.attestation.Collateral.parse(List.of(), List.of(list.issue()))
                .with(good.collateral().documents());
        list.revoked.add(BigInteger.valueOf(4711));
        var revoking = io.verigrad.attestation.Collateral.parse(List.of(), List.of(list.issue()))
                .with(good.collateral().documents());

        assertThat(codes(forge.verify(
                        forge.document(),
                        new io.verigrad.attestation.Circumstances(collateral, good.challengedAt(), good.clock()))))
                .isEmpty();
        assertThat(codes(forge.verify(
                        forge.document(),
                        new io.verigrad.attestation.Circumstances(revoking, good.challengedAt(), good.clock()))))
                .containsExactly("certificate_revoked");
    }

    @Test
    void saysWhatToFetch() throws Exception {
        CollateralNeeds needs = GpuVerifier.collateralNeeds(new GpuForge().document());

        assertThat(needs.rimIds())
                .containsExactly("NV_GPU_DRIVER_GH100_550.90.07", "NV_GPU_VBIOS_1010_0200_882_96009F0001");
        assertThat(needs.chain()).hasSize(4);
        assertThat(GpuVerifier.rimChain(new GpuForge().driver.issue())).hasSize(2);
    }
}
