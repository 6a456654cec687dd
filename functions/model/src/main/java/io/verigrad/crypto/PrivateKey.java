package io.verigrad.crypto;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** A secp256k1 signing key. It never prints itself. */
public final class PrivateKey {
    private final BigInteger scalar;
    private final ECPoint point;
    private final Address address;

    private PrivateKey(BigInteger scalar) {
        if (scalar.signum() <= 0 || scalar.compareTo(Secp256k1.CURVE.getN()) >= 0) {
            throw new IllegalArgumentException("a secp256k1 key lies between 1 and the group order less 1");
        }
        this.scalar = scalar;
        this.point = new FixedPointCombMultiplier()
                .multiply(Secp256k1.CURVE.getG(), scalar)
                .normalize();
        this.address = Secp256k1.addressOf(point);
    }

    /** Makes a fresh key from {@code random}, which must be cryptographically secure outside of tests. */
    public static PrivateKey generate(RandomGenerator random) {
        byte[] bytes = new byte[32];
        while (true) {
            random.nextBytes(bytes);
            BigInteger candidate = new BigInteger(1, bytes);
            if (candidate.signum() > 0 && candidate.compareTo(Secp256k1.CURVE.getN()) < 0) {
                return new PrivateKey(candidate);
            }
        }
    }

    /** Parses {@code 0x} and 64 hex digits; the message of a failure does not repeat the text. */
    public static PrivateKey parse(String text) {
        if (!text.matches("0x[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("expected a private key as 0x and 64 hex digits");
        }
        return new PrivateKey(new BigInteger(text.substring(2), 16));
    }

    /** The account of this key. */
    public Address address() {
        return address;
    }

    /** The public key, uncompressed: 0x04, x, y. */
    public Bytes publicKey() {
        return Bytes.of(point.getEncoded(false));
    }

    /** Signs a 32-byte digest deterministically (RFC 6979), low s, recoverable. */
    public Signature sign(Hash32 digest) {
        return Secp256k1.NATIVE
                .map(library -> library.sign(digest, BigIntegers.asUnsignedByteArray(32, scalar), address))
                .orElseGet(() -> signPortably(digest));
    }

    /** The same without native code. */
    Signature signPortably(Hash32 digest) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(scalar, Secp256k1.DOMAIN));
        BigInteger[] rs = signer.generateSignature(digest.toArray());
        BigInteger s = rs[1].compareTo(Secp256k1.HALF_ORDER) > 0
                ? Secp256k1.CURVE.getN().subtract(rs[1])
                : rs[1];
        for (int parity = 0; parity < 2; parity++) {
            Signature signature = Secp256k1.signature(rs[0], s, parity);
            if (Secp256k1.recoverPoint(digest, signature).filter(point::equals).isPresent()) {
                return signature;
            }
        }
        throw new IllegalStateException("no recovery id fits the signature just made");
    }

    /** The scalar as 32 bytes, for those who must store a key. */
    public Hash32 secret() {
        return Hash32.of(BigIntegers.asUnsignedByteArray(32, scalar));
    }

    @Override
    public String toString() {
        return "PrivateKey of " + address;
    }
}
