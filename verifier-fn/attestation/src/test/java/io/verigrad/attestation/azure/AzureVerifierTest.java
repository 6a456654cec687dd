package io.verigrad.attestation.azure;

import static io.verigrad.attestation.azure.AzureForge.NOW;
import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Reason;
import io.verigrad.attestation.Verdicts;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.FormatRules;
import io.verigrad.attestation.snp.SnpReason;
import io.verigrad.attestation.tdx.TdxReason;
import io.verigrad.attestation.x509.RevocationReason;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AzureVerifierTest {
    /** In a quote of the forge: name, extra data, clock, bank and registers. */
    private static final int SAFE = 8 + 34 + 2 + 32 + 16;

    record Defect(Reason reason, String what, HardwareKind hardware, Consumer<AzureForge> make) {
        Defect(Reason reason, String what, Consumer<AzureForge> make) {
            this(reason, what, HardwareKind.TDX, make);
        }

        @Override
        public String toString() {
            return reason.code() + ": " + what;
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(
                new Defect(AzureReason.HARDWARE_NOT_ALLOWED, "no rules", f -> f.withHardwareRules = false),
                new Defect(
                        AzureReason.RUNTIME_DATA_UNBOUND, "report of other data", f -> f.tdx.body = b -> b[520] ^= 1),
                new Defect(
                        AzureReason.RUNTIME_DATA_UNBOUND,
                        "report of more than the hash",
                        HardwareKind.SNP,
                        f -> f.snp.report = r -> {
                            System.arraycopy(f.reportData(), 0, r, 0x50, 64);
                            r[0x8f] = 1;
                        }),
                new Defect(
                        AzureReason.RUNTIME_DATA_UNBOUND,
                        "other data of the same meaning",
                        f -> f.runtimeSent = r -> Bytes.concat(r, Bytes.of((byte) ' '))),
                new Defect(
                        EnclaveReason.SIGNATURE_INVALID,
                        "another key signed the quote",
                        f -> f.signer = AzureForge.OTHER_KEY.getPrivate()),
                new Defect(AzureReason.REGISTERS_MISMATCH, "another register", f -> {
                    f.signedRegisters = new ArrayList<>(f.registers);
                    f.registers.set(23, filled(32, 0x77));
                }),
                new Defect(AzureReason.REGISTERS_MISMATCH, "another order", f -> {
                    f.signedRegisters = new ArrayList<>(f.registers);
                    f.registers.set(8, f.signedRegisters.get(9));
                    f.registers.set(9, f.signedRegisters.get(8));
                }),
                new Defect(AzureReason.CLOCK_UNSAFE, "", f -> f.quote = q -> q[SAFE] = 0),
                new Defect(
                        AzureReason.SECURE_BOOT_OFF,
                        "",
                        f -> f.runtime = r -> machine(r).put("secure-boot", false)),
                new Defect(AzureReason.CONSOLE_ENABLED, "", f -> f.allow = Set.of()),
                new Defect(AzureReason.KEY_CERTIFICATE_MISSING, "", f -> f.keyCertificate = true),
                new Defect(AzureReason.KEY_CERTIFICATE_MISMATCH, "another key", f -> {
                    f.withCertificate = true;
                    f.certificate = c -> c.key = AzureForge.OTHER_KEY;
                }),
                new Defect(EnclaveReason.ROOT_NOT_PINNED, "certificate of the TPM", f -> {
                    f.withCertificate = true;
                    f.pins = Set.of(hash("another"));
                }),
                new Defect(EnclaveReason.CERTIFICATE_EXPIRED, "certificate of the TPM", f -> {
                    f.withCertificate = true;
                    f.certificate = c -> c.until = NOW.minusSeconds(10);
                }),
                new Defect(EnclaveReason.CERTIFICATE_ALGORITHM, "certificate of the TPM", f -> {
                    f.withCertificate = true;
                    f.certificate = c -> c.algorithm = "SHA512withRSA";
                }),
                // What the hardware below finds wrong is wrong above.
                new Defect(
                        SnpReason.TCB_TOO_OLD,
                        "firmware",
                        HardwareKind.SNP,
                        f -> f.snp.rules.minimum = new java.util.TreeMap<>(
                                Map.of("Milan", io.verigrad.attestation.snp.SnpRulesForge.minimum(4, 0, 24, 219 + 1)))),
                new Defect(TdxReason.TCB_EVALUATION_TOO_OLD, "", f -> f.tdx.rules.evaluation = 19),
                new Defect(RevocationReason.REVOCATION_LIST_MISSING, "", f -> f.tdx.withRootList = false),
                new Defect(
                        EnclaveReason.DEBUG_MODE,
                        "",
                        f -> f.tdx.body = b -> {
                            System.arraycopy(f.reportData(), 0, b, 520, 64);
                            b[120] |= 1;
                        }),
                new Defect(EnclaveReason.FORMAT_NOT_ACCEPTED, "", f -> f.listed = false),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                        "register of the TPM",
                        f -> f.allowed.put("pcr4", filled(32, 0x55))),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                        "register of the hardware",
                        f -> f.allowed.put("mr-td", filled(48, 0x55))),
                new Defect(EnclaveReason.EVIDENCE_STALE, "", f -> f.challengedAt = NOW.minusSeconds(360)),
                new Defect(EnclaveReason.BINDING_MISMATCH, "another nonce", f -> f.boundNonce = hash("another")),
                new Defect(EnclaveReason.POLICY_MISMATCH, "another policy", f -> f.policyId = hash("another")));
    }

    private static ObjectNode machine(ObjectNode runtime) {
        return (ObjectNode) runtime.path("vm-configuration");
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsTheDefect(Defect defect) throws Exception {
        AzureForge forge = new AzureForge(defect.hardware);
        defect.make.accept(forge);

        Set<String> codes = new HashSet<>(Verdicts.codes(forge.appraise()));
        // The firmware of the start is judged by the same minimum.
        codes.remove("launch_tcb_too_old");
        assertThat(codes).containsExactly(defect.reason.code());
    }

    @Test
    void hasADefectForEveryReason() {
        assertThat(defects().map(Defect::reason).collect(toSet())).containsAll(EnumSet.allOf(AzureReason.class));
    }

    @ParameterizedTest
    @EnumSource(HardwareKind.class)
    void affirms(HardwareKind hardware) throws Exception {
        AzureForge forge = new AzureForge(hardware);
        AzureForge certified = new AzureForge(hardware);
        certified.withCertificate = true;
        certified.keyCertificate = true;
        certified.certificate = c -> c.until = NOW.plusSeconds(600);

        assertThat(Verdicts.codes(forge.appraise())).isEmpty();
        assertThat(((EnclaveVerdict.Affirming) certified.appraise())
                        .registration()
                        .validUntil())
                .isEqualTo(NOW.plusSeconds(600).getEpochSecond());
    }

    @Test
    void acceptsNothingWithoutRules() throws Exception {
        AzureForge forge = new AzureForge(HardwareKind.SNP);

        Verification verification = new AzureVerifier()
                .verify(forge.document(), forge.formatPolicy(new FormatRules.None()), forge.circumstances());

        assertThat(((Verification.NotAuthentic) verification).violations())
                .extracting(Violation::code)
                .containsExactly("hardware_not_allowed");
    }

    @Test
    void refusesAQuoteThatBindsNothing() throws Exception {
        AzureForge forge = new AzureForge(HardwareKind.SNP);
        forge.quote = q -> Arrays.fill(q, 44, 76, (byte) 0);

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("binding_mismatch");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4, 1", "7, 99", "42, 9", "92, 2", "104, 2", "106, 4", "107, 2", "108, 127", "110, 0", "112, 31"
    })
    void refusesQuotesOfAnotherForm(int at, int value) {
        AzureForge forge = new AzureForge(HardwareKind.SNP);
        forge.quote = q -> q[at] = (byte) value;

        assertThat(field(forge)).isEqualTo("TPM quote");
    }

    static Stream<Consumer<ObjectNode>> otherRuntimeData() {
        return Stream.of(
                r -> r.remove("keys"),
                r -> key(r).put("kid", "HCLEkPub"),
                r -> ((ArrayNode) r.path("keys")).add(key(r).deepCopy()),
                r -> key(r).put("kty", "EC"),
                r -> key(r).put("e", "Aw"),
                r -> key(r).put("n", "qR7L"),
                r -> key(r).put("n", "?"),
                r -> machine(r).remove("secure-boot"),
                r -> machine(r).put("console-enabled", "no"));
    }

    private static ObjectNode key(ObjectNode runtime) {
        return (ObjectNode) runtime.path("keys").path(0);
    }

    @ParameterizedTest
    @MethodSource("otherRuntimeData")
    void refusesRuntimeDataOfAnotherForm(Consumer<ObjectNode> change) {
        AzureForge forge = new AzureForge(HardwareKind.TDX);
        forge.runtime = change;

        assertThat(field(forge)).isEqualTo("runtime data");
    }

    static Stream<Consumer<AzureForge>> otherDocuments() {
        return Stream.of(
                f -> f.sent = d -> change(d, d.signature().slice(0, 255), d.registers()),
                f -> f.sent = d -> change(d, d.signature(), d.registers().subList(0, 23)),
                f -> f.sent =
                        d -> change(d, d.signature(), List.copyOf(java.util.Collections.nCopies(24, filled(20, 1)))));
    }

    private static AzureDocument change(AzureDocument d, Bytes signature, List<Bytes> registers) {
        return new AzureDocument(
                d.hardware(), d.hardwareDocument(), d.runtime(), d.quote(), signature, registers, d.certificates());
    }

    @ParameterizedTest
    @MethodSource("otherDocuments")
    void refusesDocumentsOfAnotherForm(Consumer<AzureForge> change) {
        AzureForge forge = new AzureForge(HardwareKind.TDX);
        change.accept(forge);

        assertThat(field(forge)).isEqualTo("azure");
    }

    private static String field(AzureForge forge) {
        return catchThrowableOfType(EvidenceFormatException.class, forge::appraise)
                .field();
    }
}
