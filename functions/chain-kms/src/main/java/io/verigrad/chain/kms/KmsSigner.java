package io.verigrad.chain.kms;

import io.verigrad.chain.transaction.TransactionSigner;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * A secp256k1 key in AWS KMS ({@code ECC_SECG_P256K1}, {@code SIGN_VERIFY}). KMS is asked for the public key at first use,
 * not at start. Region and credentials come from where AWS's SDK looks for them.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html">Sign</a>
 */
public final class KmsSigner implements TransactionSigner, AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final BigInteger ORDER =
            new BigInteger("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", 16);
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    private final KmsClient kms;
    private final String keyId;
    private @Nullable Address address;

    private KmsSigner(KmsClient kms, String keyId) {
        this.kms = kms;
        this.keyId = keyId;
    }

    /**
     * Connects nothing yet.
     *
     * @param keyId the ARN, id or alias of the key
     * @param endpoint where KMS is, where it is not AWS's own
     */
    public static KmsSigner of(String keyId, Optional<URI> endpoint) {
        KmsClientBuilder client = KmsClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(limits -> limits.apiCallTimeout(CALL));
        endpoint.ifPresent(client::endpointOverride);
        return new KmsSigner(client.build(), keyId);
    }

    /**
     * The account of the key.
     *
     * @throws IllegalStateException if the key is of another kind
     */
    @Override
    public synchronized Address address() {
        if (address == null) {
            address = askForAddress();
        }
        return address;
    }

    private Address askForAddress() {
        GetPublicKeyResponse key = kms.getPublicKey(request -> request.keyId(keyId));
        if (key.keySpec() != KeySpec.ECC_SECG_P256_K1) {
            throw new IllegalStateException("expected key " + keyId + " to be ECC_SECG_P256K1, found "
                    + key.keySpecAsString() + "; make one with that key spec and usage SIGN_VERIFY");
        }
        byte[] point = SubjectPublicKeyInfo.getInstance(key.publicKey().asByteArray())
                .getPublicKeyData()
                .getOctets();
        return Secp256k1.addressOf(Bytes.of(point));
    }

    /** Signs the digest; KMS says r and s, and the recovery id is the one that leads to this key's account. */
    @Override
    public Signature sign(Hash32 digest) {
        byte[] der = kms.sign(request -> request.keyId(keyId)
                        .message(SdkBytes.fromByteArray(digest.toArray()))
                        .messageType(MessageType.DIGEST)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                .signature()
                .asByteArray();
        ASN1Sequence rs = ASN1Sequence.getInstance(der);
        BigInteger r = integer(rs, 0);
        BigInteger s = integer(rs, 1);
        // KMS signs with either half of the order; a chain takes the lower one only (EIP-2).
        BigInteger low = s.compareTo(HALF_ORDER) > 0 ? ORDER.subtract(s) : s;
        Address mine = address();
        for (int parity = 0; parity < 2; parity++) {
            Signature signature = Secp256k1.signature(r, low, parity);
            if (Secp256k1.recover(digest, signature).filter(mine::equals).isPresent()) {
                return signature;
            }
        }
        throw new IllegalStateException("KMS signed with another key than " + keyId + " had at first");
    }

    private static BigInteger integer(ASN1Sequence rs, int index) {
        return org.bouncycastle.asn1.ASN1Integer.getInstance(rs.getObjectAt(index))
                .getPositiveValue();
    }

    @Override
    public void close() {
        kms.close();
    }
}
