package io.verigrad.crypto;

import fr.acinq.secp256k1.Secp256k1Exception;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.Arrays;
import java.util.Optional;

/** Key recovery by Bitcoin's libsecp256k1, where it is on the class path and there is a build of it for this platform. */
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
     * Loads the library.
     *
     * @throws LinkageError if it is not on the class path, or already when this class is first named
     */
    static NativeSecp256k1 load() {
        return new NativeSecp256k1(fr.acinq.secp256k1.Secp256k1.get());
    }
}
