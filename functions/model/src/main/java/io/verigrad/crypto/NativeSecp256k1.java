package io.verigrad.crypto;

import fr.acinq.secp256k1.Secp256k1Exception;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.Arrays;
import java.util.Optional;

/**
 * Signing and key recovery by Bitcoin's libsecp256k1, where it is on the class path and there is a build of it for this
 * platform. It signs in constant time, which Bouncy Castle does not promise.
 */
final class NativeSecp256k1 {
    private final fr.acinq.secp256k1.Secp256k1 library;

    private NativeSecp256k1(fr.acinq.secp256k1.Secp256k1 library) {
        this.library = library;
    }

    Optional<Address> recover(Hash32 digest, Signature signature) {
        byte[] bytes = signature.bytes().toArray();
        try {
            byte[] key = library.ecdsaRecover(Arrays.copyOf(bytes, 64), digest.toArray(), signature.v() - 27);
            byte[] hash = Keccak256.hash(Arrays.copyOfRange(key, 1, 65)).toArray();
            return Optional.of(Address.of(Arrays.copyOfRange(hash, 12, 32)));
        } catch (Secp256k1Exception noKeyFits) {
            return Optional.empty();
        }
    }

    /**
     * Signs as {@link PrivateKey#sign} says.
     *
     * @param secret the key in 32 bytes, zero afterwards
     * @param address its account
     */
    Signature sign(Hash32 digest, byte[] secret, Address address) {
        byte[] compact;
        try {
            compact = library.sign(digest.toArray(), secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
        byte[] bytes = Arrays.copyOf(compact, 65);
        for (byte v = 27; v <= 28; v++) {
            bytes[64] = v;
            Signature signature = new Signature(Bytes.of(bytes));
            if (recover(digest, signature).filter(address::equals).isPresent()) {
                return signature;
            }
        }
        throw new IllegalStateException("no recovery id fits the signature just made");
    }

    /**
     * Loads the library.
     *
     * @throws LinkageError if it is not on the class path, or already when this class is first named
     */
    static NativeSecp256k1 load() {
        return new NativeSecp256k1(fr.acinq.secp256k1.Secp256k1.get());
    }
}
