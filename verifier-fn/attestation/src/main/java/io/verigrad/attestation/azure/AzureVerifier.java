package io.verigrad.attestation.azure;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Claims;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.Hardware;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.AzureRules;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.attestation.tdx.TdxVerifier;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Verifies and appraises evidence of confidential virtual machines of Azure, on SEV-SNP or TDX. The report of the hardware
 * is one of the start of the machine and vouches for the key of a virtual TPM; that key signs the registers of the running
 * machine together with what binds the enclave, so freshness comes from the TPM. A document is an {@link AzureDocument};
 * collateral is what the hardware's own format needs.
 */
public final class AzureVerifier implements EvidenceVerifier {
    /** The format that it reads. */
    public static final String FORMAT = "azure-v1";

    /** Azure Virtual TPM Root Certificate Authority 2023, to 2048; for policies to pin. */
    public static final Hash32 ROOT_2023 =
            Hash32.parse("0xe6c596b17f8ffefba5c300f714cfb1260c6028704ecf7becc4ab5018efb00e95");

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean isForDevelopment() {
        return false;
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Clock clock) throws EvidenceFormatException {
        return verify(bytes, policy, Circumstances.at(clock));
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Circumstances circumstances)
            throws EvidenceFormatException {
        AzureDocument document = AzureDocument.parse(bytes);
        TpmEvidence tpm = TpmEvidence.of(document);
        AzureRules rules = policy.rules() instanceof AzureRules own ? own : AzureRules.nothing();
        Optional<AzureRules.HardwareRules> hardware =
                rules.hardware(document.hardware().format());
        if (hardware.isEmpty()) {
            return new Verification.NotAuthentic(List.of(new Violation(
                    AzureReason.HARDWARE_NOT_ALLOWED, "the policy has no rules for " + document.hardware())));
        }
        Verification machine = machine(document, policy, hardware.get(), circumstances);
        List<Violation> violations = new ArrayList<>(tpm.violations(policy.roots(), rules, circumstances));
        return switch (machine) {
            case Verification.NotAuthentic(List<Violation> wrong) -> {
                violations.addAll(0, wrong);
                yield new Verification.NotAuthentic(violations);
            }
            case Verification.Authentic(Claims claims, List<Violation> objections, Hardware genuine) -> {
                if (!HclReport.isBound(claims.reportData(), document.runtime())) {
                    violations.add(new Violation(
                            AzureReason.RUNTIME_DATA_UNBOUND,
                            "expected SHA-256 of the runtime data, found " + claims.reportData()));
                }
                if (!violations.isEmpty()) {
                    yield new Verification.NotAuthentic(violations);
                }
                List<Violation> all = new ArrayList<>(objections);
                all.addAll(tpm.objections(rules));
                yield new Verification.Authentic(claims(claims, document, tpm), all, held(genuine, rules));
            }
        };
    }

    /** With a certificate of Azure for the TPM's key, Azure says that the machine is one of its own. */
    private static Hardware held(Hardware genuine, AzureRules rules) {
        return rules.keyCertificate() ? new Hardware(OperatorAssurance.CLOUD_HELD, genuine.ids()) : genuine;
    }

    private static Verification machine(
            AzureDocument document, FormatPolicy policy, AzureRules.HardwareRules hardware, Circumstances circumstances)
            throws EvidenceFormatException {
        String format = document.hardware().format();
        EvidenceVerifier verifier = switch (document.hardware()) {
            case SNP -> new SnpVerifier();
            case TDX -> new TdxVerifier();
        };
        return verifier.verify(
                document.hardwareDocument(),
                new FormatPolicy(
                        format,
                        policy.maxAssurance(),
                        hardware.roots(),
                        withoutTpm(format, policy.measurements()),
                        hardware.rules()),
                circumstances);
    }

    /** The part of every set that the hardware measures. */
    private static List<MeasurementSet> withoutTpm(String format, List<MeasurementSet> sets) {
        List<MeasurementSet> hardware = new ArrayList<>();
        for (MeasurementSet set : sets) {
            SortedMap<String, Bytes> registers = new TreeMap<>(set.registers());
            registers.keySet().removeIf(name -> name.startsWith("pcr"));
            if (!registers.isEmpty()) {
                hardware.add(new MeasurementSet(format, set.name(), registers));
            }
        }
        return hardware;
    }

    private static Claims claims(Claims machine, AzureDocument document, TpmEvidence tpm) {
        SortedMap<String, Bytes> measurements = new TreeMap<>(machine.measurements());
        for (int i = 0; i < TpmQuote.REGISTERS; i++) {
            measurements.put("pcr" + i, document.registers().get(i));
        }
        return Claims.ofReport(
                measurements,
                machine.debug(),
                tpm.quote().extraData(),
                machine.madeAt(),
                tpm.earlierEnd(machine.expiresAt()),
                Sha256.hash(machine.signedDigest().toArray(), document.quote().toArray()));
    }
}
