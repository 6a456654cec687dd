package io.verigrad.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BindingTest {
    private static final Hash32 NONCE = EvidenceForge.hash("nonce");

    private final Binding binding = new EvidenceForge().binding();

    @Test
    void hashesTheKeysWithTheirLengths() {
        Bytes input = Bytes.concat(
                Bytes.parse("0x00000041"),
                binding.receiptKey(),
                Bytes.parse("0x00000020"),
                binding.tlsKeyHash().bytes(),
                Bytes.parse("0x00000020"),
                binding.hpkeKey().bytes());

        assertThat(binding.keysHash()).isEqualTo(Sha256.hash(input.toArray()));
    }

    @Test
    void hashesLabelNonceKeysDevicesImageModelsAndPolicy() {
        Bytes input = Bytes.concat(
                Bytes.of("verigrad-report-data-v1".getBytes(StandardCharsets.US_ASCII)),
                NONCE.bytes(),
                binding.keysHash().bytes(),
                binding.deviceHash().bytes(),
                binding.imageDigest().bytes(),
                binding.modelManifestHash().bytes(),
                binding.policyId().bytes());

        assertThat(binding.hash(NONCE)).isEqualTo(Sha256.hash(input.toArray()));
    }

    @Test
    void changesWithEveryMember() {
        Hash32 other = EvidenceForge.hash("other");
        Bytes key = io.verigrad.crypto.PrivateKey.parse("0x" + "09".repeat(32)).publicKey();
        Binding b = binding;
        Set<Hash32> hashes = new HashSet<>();
        hashes.add(b.hash(NONCE));
        hashes.add(b.hash(other));
        hashes.add(new Binding(
                        key,
                        b.tlsKeyHash(),
                        b.hpkeKey(),
                        b.deviceHash(),
                        b.imageDigest(),
                        b.modelManifestHash(),
                        b.policyId())
                .hash(NONCE));
        hashes.add(new Binding(
                        b.receiptKey(),
                        other,
                        b.hpkeKey(),
                        b.deviceHash(),
                        b.imageDigest(),
                        b.modelManifestHash(),
                        b.policyId())
                .hash(NONCE));
        hashes.add(new Binding(
                        b.receiptKey(),
                        b.tlsKeyHash(),
                        other,
                        b.deviceHash(),
                        b.imageDigest(),
                        b.modelManifestHash(),
                        b.policyId())
                .hash(NONCE));
        hashes.add(new Binding(
                        b.receiptKey(),
                        b.tlsKeyHash(),
                        b.hpkeKey(),
                        other,
                        b.imageDigest(),
                        b.modelManifestHash(),
                        b.policyId())
                .hash(NONCE));
        hashes.add(new Binding(
                        b.receiptKey(),
                        b.tlsKeyHash(),
                        b.hpkeKey(),
                        b.deviceHash(),
                        other,
                        b.modelManifestHash(),
                        b.policyId())
                .hash(NONCE));
        hashes.add(new Binding(
                        b.receiptKey(),
                        b.tlsKeyHash(),
                        b.hpkeKey(),
                        b.deviceHash(),
                        b.imageDigest(),
                        other,
                        b.policyId())
                .hash(NONCE));
        hashes.add(new Binding(
                        b.receiptKey(),
                        b.tlsKeyHash(),
                        b.hpkeKey(),
                        b.deviceHash(),
                        b.imageDigest(),
                        b.modelManifestHash(),
                        other)
                .hash(NONCE));

        assertThat(hashes).hasSize(9);
    }

    @Test
    void laysOutReportDataWithTheAddressAtTheEnd() {
        Bytes data = binding.reportData(NONCE);

        assertThat(data.size()).isEqualTo(64);
        assertThat(data.slice(0, 32)).isEqualTo(binding.hash(NONCE).bytes());
        assertThat(data.slice(32, 44).isZero()).isTrue();
        assertThat(data.slice(44, 64)).isEqualTo(binding.enclaveKey().bytes());
    }

    @Test
    void refusesACompressedKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Binding(EvidenceForge.filled(33, 2), NONCE, NONCE, NONCE, NONCE, NONCE, NONCE));
    }
}
