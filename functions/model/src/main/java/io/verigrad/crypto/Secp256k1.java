package io.verigrad.crypto;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** Public key recovery over secp256k1 (SEC 1, section 4.1.6), as the EVM's {@code ecrecover} does it. */
public final class Secp256k1 {
    static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    static final BigInteger HALF_ORDER = CURVE.getN().shiftRight(1);
    /** Empty where the library is not on the class path, or has no build for this platform. */
    static final Optional<NativeSecp256k1> NATIVE = loadNative();

    private Secp256k1() {}

    /** The account whose key signed {@code digest}, or empty if no public key fits the signature. */
    public static Optional<Address> recover(Hash32 digest, Signature signature) {
        return NATIVE.isPresent() ? NATIVE.get().recover(digest, signature) : recoverPortably(digest, signature);
    }

    private static Optional<NativeSecp256k1> loadNative() {
        try {
            return Optional.of(NativeSecp256k1.load());
        } catch (LinkageError | RuntimeException notHere) {
            return Optional.empty();
        }
    }

    /** The same without native code. */
    static Optional<Address> recoverPortably(Hash32 digest, Signature signature) {
        return recoverPoint(digest, signature).map(Secp256k1::addressOf);
    }

    /**
     * The account of an uncompressed public key.
     *
     * @throws IllegalArgumentException if the bytes are not 65 or not a point of the curve
     */
    public static Address addressOf(Bytes publicKey) {
        if (publicKey.size() != 65) {
            throw new IllegalArgumentException("expected an uncompressed key of 65 bytes, found " + publicKey.size());
        }
        return addressOf(CURVE.getCurve().decodePoint(publicKey.toArray()).normalize());
    }

    static Address addressOf(ECPoint point) {
        byte[] encoded = point.getEncoded(false);
        byte[] hash = Keccak256.hash(Arrays.copyOfRange(encoded, 1, 65)).toArray();
        return Address.of(Arrays.copyOfRange(hash, 12, 32));
    }

    /**
     * Puts a signature together.
     *
     * @param s in the lower half of the order
     * @param parity of the y of the nonce point: 0 or 1
     */
    public static Signature signature(BigInteger r, BigInteger s, int parity) {
        byte[] bytes = new byte[65];
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, r), 0, bytes, 0, 32);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, bytes, 32, 32);
        bytes[64] = (byte) (27 + parity);
        return new Signature(Bytes.of(bytes));
    }

    static Optional<ECPoint> recoverPoint(Hash32 digest, Signature signature) {
        BigInteger n = CURVE.getN();
        byte[] compressed = new byte[33];
        compressed[0] = (byte) (2 + signature.v() - 27);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, signature.r()), 0, compressed, 1, 32);
        ECPoint nonce;
        try {
            nonce = CURVE.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException notOnCurve) {
            return Optional.empty();
        }
        BigInteger e = new BigInteger(1, digest.toArray());
        BigInteger inverse = BigIntegers.modOddInverse(n, signature.r());
        BigInteger u1 = inverse.multiply(e.negate()).mod(n);
        BigInteger u2 = inverse.multiply(signature.s()).mod(n);
        ECPoint point =
                ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, nonce, u2).normalize();
        return point.isInfinity() ? Optional.empty() : Optional.of(point);
    }
}
