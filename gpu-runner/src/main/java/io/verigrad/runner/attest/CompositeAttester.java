package io.verigrad.runner.attest;

import io.verigrad.attestation.Attester;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.CompositeDocument;
import io.verigrad.attestation.DeviceNonce;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.nvidia.GpuDocument;
import io.verigrad.attestation.nvidia.GpuVerifier;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.ArrayList;
import java.util.List;

/**
 * Evidence of a machine with its GPUs: these sign a nonce that names the enclave's key, and the machine binds the hash of what
 * they signed.
 */
final class CompositeAttester implements Attester {
    private final Attester cpu;
    private final Gpus gpus;

    CompositeAttester(Attester cpu, Gpus gpus) {
        this.cpu = cpu;
        this.gpus = gpus;
    }

    @Override
    public String format() {
        return CompositeDocument.FORMAT;
    }

    @Override
    public Evidence attest(Hash32 blockHash, Hash32 nonce, Binding binding) {
        Bytes deviceNonce = DeviceNonce.of(nonce, binding.receiptKey()).bytes();
        List<CompositeDocument.Part> devices = new ArrayList<>();
        for (Gpus.Report report : gpus.reports(deviceNonce)) {
            devices.add(new CompositeDocument.Part(
                    "gpu" + devices.size(), GpuVerifier.FORMAT, GpuDocument.encode(report.report(), report.chain())));
        }
        Binding withDevices = new Binding(
                binding.receiptKey(),
                binding.tlsKeyHash(),
                binding.hpkeKey(),
                CompositeDocument.deviceHash(devices),
                binding.imageDigest(),
                binding.modelManifestHash(),
                binding.policyId());
        Evidence own = cpu.attest(blockHash, nonce, withDevices);
        return new Evidence(
                CompositeDocument.FORMAT,
                CompositeDocument.encode(own.format(), own.document(), devices),
                withDevices,
                blockHash);
    }
}
