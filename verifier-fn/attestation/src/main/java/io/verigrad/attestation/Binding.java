package io.verigrad.attestation;

import io.verigrad.crypto.Secp256k1;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;

/**
 * What evidence binds to the enclave besides its measurements: its keys, its devices, what it runs and the policy it was
 * made for. Evidence carries only {@link #hash}; this record travels beside it and is believed if it hashes to that.
 *
 * @param receiptKey secp256k1, uncompressed, 65 bytes: signs receipts and offers
 * @param tlsKeyHash SHA-256 of the TLS key's SubjectPublicKeyInfo, zero if the enclave ends no TLS
 * @param hpkeKey X25519 public key, zero if the enclave decrypts no bodies
 * @param deviceHash SHA-256 of the canonical evidence of all GPUs and switches, zero without
 * @param imageDigest digest of the runtime image
 * @param modelManifestHash SHA-256 of the canonical manifest of the models on board
 * @param policyId the id of the verifier's policy, {@link io.verigrad.attestation.policy.AppraisalPolicy#policyId}
 */
public record Binding(
        Bytes receiptKey,
        Hash32 tlsKeyHash,
        Hash32 hpkeKey,
        Hash32 deviceHash,
        Hash32 imageDigest,
        Hash32 modelManifestHash,
        Hash32 policyId) {
    private static final byte[] LABEL = "verigrad-report-data-v1".getBytes(StandardCharsets.US_ASCII);

    public Binding {
        Secp256k1.addressOf(receiptKey);
    }

    /** The account of the receipt key. */
    public Address enclaveKey() {
        return Secp256k1.addressOf(receiptKey);
    }

    /** SHA-256 over the three public keys, each after its length as four bytes, big-endian. */
    public Hash32 keysHash() {
        return Sha256.hash(
                length(receiptKey.size()),
                receiptKey.toArray(),
                length(32),
                tlsKeyHash.toArray(),
                length(32),
                hpkeKey.toArray());
    }

    /** SHA-256 of label, nonce, keys hash, device hash, image digest, model manifest hash, policy id. */
    public Hash32 hash(Hash32 nonce) {
        return Sha256.hash(
                LABEL,
                nonce.toArray(),
                keysHash().toArray(),
                deviceHash.toArray(),
                imageDigest.toArray(),
                modelManifestHash.toArray(),
                policyId.toArray());
    }

    /** The 64 bytes of report data of TDX and SEV-SNP: the hash, 12 zero bytes, the address of the receipt key. */
    public Bytes reportData(Hash32 nonce) {
        return Bytes.concat(
                hash(nonce).bytes(), Bytes.of(new byte[12]), enclaveKey().bytes());
    }

    private static byte[] length(int size) {
        return new byte[] {0, 0, (byte) (size >>> 8), (byte) size};
    }
}
