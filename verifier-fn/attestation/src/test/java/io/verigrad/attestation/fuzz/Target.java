package io.verigrad.attestation.fuzz;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.CompositeDocument;
import io.verigrad.attestation.CompositeForge;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.azure.AzureForge;
import io.verigrad.attestation.azure.AzureVerifier;
import io.verigrad.attestation.azure.HardwareKind;
import io.verigrad.attestation.ear.ResultTokens;
import io.verigrad.attestation.gcp.GcpForge;
import io.verigrad.attestation.gcp.GcpVerifier;
import io.verigrad.attestation.nitro.NitroForge;
import io.verigrad.attestation.nitro.NitroVerifier;
import io.verigrad.attestation.nvidia.GpuForge;
import io.verigrad.attestation.nvidia.GpuVerifier;
import io.verigrad.attestation.nvidia.NrasForge;
import io.verigrad.attestation.nvidia.NrasVerifier;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.PolicyFormatException;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.attestation.tdx.TdxForge;
import io.verigrad.attestation.tdx.TdxVerifier;
import io.verigrad.attestation.x509.RevocationLists;
import io.verigrad.attestation.x509.StatusAnswers;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** What is fuzzed: every parser of bytes that strangers send, with all that verification does behind it. */
enum Target {
    ENVELOPE(() -> {
        Bytes good = Bytes.of(new EvidenceForge().evidence().encode());
        return new Subject(good, bytes -> Evidence.parse(bytes.toArray()));
    }),
    COMPOSITE(() -> new Subject(new CompositeForge().evidence().document(), CompositeDocument::parse)),
    NITRO(() -> {
        NitroForge forge = new NitroForge();
        return of(forge.document(), new NitroVerifier(), forge.formatPolicy(), forge.circumstances());
    }),
    SNP(() -> {
        SnpForge forge = new SnpForge();
        return of(forge.document(), new SnpVerifier(), forge.formatPolicy(), forge.circumstances());
    }),
    TDX(() -> {
        TdxForge forge = new TdxForge();
        return of(forge.document(), new TdxVerifier(), forge.formatPolicy(), forge.circumstances());
    }),
    AZURE(() -> {
        AzureForge forge = new AzureForge(HardwareKind.TDX);
        return of(forge.document(), new AzureVerifier(), forge.formatPolicy(), forge.circumstances());
    }),
    GCP(() -> {
        GcpForge forge = new GcpForge();
        return of(forge.document(), new GcpVerifier(), forge.formatPolicy(), forge.circumstances());
    }),
    GPU(() -> {
        GpuForge forge = new GpuForge();
        return of(forge.document(), new GpuVerifier(), forge.formatPolicy(), forge.circumstances());
    }),
    NRAS(() -> {
        NrasForge forge = new NrasForge();
        return of(forge.document(), new NrasVerifier(), forge.formatPolicy(), forge.circumstances());
    }),
    MANIFEST(() -> new Subject(new GpuForge().manifest(), GpuVerifier::rimChain)),
    STATUS(() -> {
        Bytes good = new GpuForge()
                .collateral()
                .documents(CollateralDocument.Kind.OCSP_RESPONSE)
                .getLast();
        GpuForge forge = new GpuForge();
        var chain = io.verigrad.attestation.nvidia.GpuDocument.parse(forge.document())
                .chain();
        return new Subject(
                good,
                bytes -> StatusAnswers.of(List.of(bytes), new RevocationLists(List.of()))
                        .check(chain, certificate -> true, GpuForge.NOW));
    }),
    RESULT(() -> {
        KeyPair key = CertificateForge.ec("secp256r1");
        String token = ResultTokens.sign(
                Json.mapper().createObjectNode().put("exp", 1).put("iat", 0), "key", key.getPrivate());
        return new Subject(
                Bytes.of(token.getBytes(StandardCharsets.UTF_8)),
                bytes -> ResultTokens.check(
                        new String(bytes.toArray(), StandardCharsets.UTF_8), key.getPublic(), EvidenceForge.CLOCK));
    }),
    POLICY(() -> new Subject(
            samplePolicy(), bytes -> AppraisalPolicy.parse(new String(bytes.toArray(), StandardCharsets.UTF_8))));

    private final Supplier<Subject> maker;

    Target(Maker maker) {
        this.maker = () -> {
            try {
                return maker.make();
            } catch (EvidenceFormatException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    Subject subject() {
        return maker.get();
    }

    /** A good input, to start from, and what reads it. */
    record Subject(Bytes seed, Reader reader) {
        /** Any other exception than that of the format is a find. */
        void read(byte[] input) {
            try {
                Objects.requireNonNull(reader.read(Bytes.of(input)));
            } catch (EvidenceFormatException | CollateralFormatException | PolicyFormatException expected) {
                // Malformed.
            }
        }
    }

    interface Maker {
        Subject make() throws EvidenceFormatException;
    }

    interface Reader {
        Object read(Bytes bytes) throws EvidenceFormatException, CollateralFormatException, PolicyFormatException;
    }

    private static Subject of(Bytes seed, EvidenceVerifier verifier, FormatPolicy policy, Circumstances circumstances) {
        return new Subject(seed, bytes -> verifier.verify(bytes, policy, circumstances));
    }

    private static Bytes samplePolicy() {
        try (var in = AppraisalPolicy.class.getResourceAsStream("sample-hardware-policy.yaml")) {
            return Bytes.of(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
