package io.verigrad.runner.attest;

import io.verigrad.attestation.Attester;
import io.verigrad.attestation.Binding;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Chooses the attester that fits the machine. Never falls back to the software attester: a runner that was meant to be
 * attested must not come up without anybody noticing.
 */
public final class Attesters {
    private static final Binding TRIAL = new Binding(
            PrivateKey.parse("0x" + "0".repeat(63) + "1").publicKey(),
            Hash32.ZERO,
            Hash32.ZERO,
            Hash32.ZERO,
            Hash32.ZERO,
            Hash32.ZERO,
            Hash32.ZERO);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Machine machine;
    private final Supplier<Attester> software;
    private final Optional<String> audience;
    private final List<Bytes> tpmCertificates;
    private final Supplier<Optional<Gpus>> gpus;

    /**
     * @param machine to look at
     * @param software makes the attester of development, if that is asked for
     * @param audience of tokens of Confidential Space, as the verifiers' policy names it
     * @param tpmCertificates of the TPM's key on Azure, leaf first, root last; none if the operator has none
     */
    public Attesters(
            Machine machine, Supplier<Attester> software, Optional<String> audience, List<Bytes> tpmCertificates) {
        this(machine, software, audience, tpmCertificates, () -> Nvml.load().map(gpus -> gpus));
    }

    /** @param gpus of the machine, empty without; asked for only where their evidence can be bound */
    Attesters(
            Machine machine,
            Supplier<Attester> software,
            Optional<String> audience,
            List<Bytes> tpmCertificates,
            Supplier<Optional<Gpus>> gpus) {
        this.machine = machine;
        this.software = software;
        this.audience = audience;
        this.tpmCertificates = List.copyOf(tpmCertificates);
        this.gpus = gpus;
    }

    /**
     * The attester of a kind.
     *
     * @throws AttestationUnavailableException if the machine cannot make such evidence; the message says what is missing
     */
    public Attester choose(AttesterKind kind) {
        AttesterKind own = kind == AttesterKind.AUTO ? detect() : kind;
        Attester attester = withGpus(make(own), own);
        // What cannot attest is found now, and not when somebody waits for a receipt.
        attester.attest(Hash32.ZERO, Hash32.ZERO, TRIAL);
        return attester;
    }

    /** GPUs in confidential mode attest themselves wherever the machine has a way to bind what they say. */
    private Attester withGpus(Attester cpu, AttesterKind kind) {
        if (kind != AttesterKind.TSM && kind != AttesterKind.AZURE) {
            return cpu;
        }
        return gpus.get()
                .filter(Gpus::areConfidential)
                .<Attester>map(found -> new CompositeAttester(cpu, found))
                .orElse(cpu);
    }

    private Attester make(AttesterKind kind) {
        return switch (kind) {
            case AUTO -> throw new IllegalArgumentException("auto was resolved before");
            case NITRO -> {
                require(machine.nsm(), kind, "a Nitro Enclave with the Nitro Security Module");
                yield new NitroAttester(new NsmDevice(machine.nsm(), new LibC()));
            }
            case GCP -> {
                require(machine.teeServer(), kind, "a workload of Confidential Space");
                yield new GcpAttester(
                        new TeeServer(machine.teeServer(), PATIENCE),
                        audience.orElseThrow(
                                () -> new AttestationUnavailableException(
                                        "expected verigrad.runner.gcp-audience, the audience that the verifiers' policy names")));
            }
            case AZURE -> {
                require(machine.tpm(), kind, "a confidential virtual machine with a TPM that this user may open");
                yield new AzureAttester(
                        Tpm.open(machine.tpm()), new AzureMetadata(AzureMetadata.ADDRESS), tpmCertificates);
            }
            case TSM -> {
                require(machine.tsm(), kind, "a guest of SEV-SNP or TDX with Linux 6.7 or newer and configfs mounted");
                yield new TsmAttester(new ConfigfsTsm(machine.tsm()));
            }
            case SOFTWARE -> software.get();
        };
    }

    /** The certificates in a PEM text, in DER. */
    public static List<Bytes> certificates(String pem) {
        return SnpCertificates.certificates(pem);
    }

    private AttesterKind detect() {
        if (machine.has(machine.nsm())) {
            return AttesterKind.NITRO;
        }
        if (machine.has(machine.teeServer())) {
            return AttesterKind.GCP;
        }
        if (machine.isAzure() && machine.has(machine.tpm())) {
            return AttesterKind.AZURE;
        }
        if (machine.has(machine.tsm())) {
            return AttesterKind.TSM;
        }
        throw new AttestationUnavailableException("found nothing that can attest this machine: no " + machine.nsm()
                + " (AWS Nitro), no " + machine.teeServer() + " (Google Confidential Space), no TPM of Azure, no "
                + machine.tsm() + " (SEV-SNP, TDX). A runner outside of a trusted execution environment has to say so:"
                + " verigrad.runner.attester=software, and its receipts are UNATTESTED");
    }

    private void require(java.nio.file.Path part, AttesterKind kind, String what) {
        if (!machine.has(part)) {
            throw new AttestationUnavailableException(
                    "verigrad.runner.attester=" + kind.code() + ": expected " + what + ", found no " + part);
        }
    }
}
