package io.verigrad.x402;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.util.Optional;

/** The wrapper of a signature of a contract that does not stand yet: {@code abi.encode(factory, call, signature)} and a mark (ERC-6492). */
final class Erc6492 {
    private static final Bytes MARK = Bytes.parse("0x" + "6492".repeat(16));
    private static final int WORD = 32;

    private Erc6492() {}

    /** What is wrapped, or empty if the signature is no wrapper that can be read. */
    static Optional<PayerProof.Counterfactual> unwrap(Bytes signature) {
        int size = signature.size() - WORD;
        if (size < 5 * WORD || !signature.slice(size, size + WORD).equals(MARK)) {
            return Optional.empty();
        }
        Bytes wrapped = signature.slice(0, size);
        if (!wrapped.slice(0, 12).isZero()) {
            return Optional.empty();
        }
        Address factory = new Address(wrapped.slice(12, WORD));
        return bytes(wrapped, WORD)
                .flatMap(call ->
                        bytes(wrapped, 2 * WORD).map(inner -> new PayerProof.Counterfactual(factory, call, inner)));
    }

    /** The byte string whose offset is in the word at {@code head}. */
    private static Optional<Bytes> bytes(Bytes wrapped, int head) {
        return index(wrapped, head)
                .flatMap(at -> index(wrapped, at)
                        .filter(length -> length <= wrapped.size() - at - WORD)
                        .map(length -> wrapped.slice(at + WORD, at + WORD + length)));
    }

    /** A number that can be an index of this string. */
    private static Optional<Integer> index(Bytes wrapped, int at) {
        if (at > wrapped.size() - WORD) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(1, wrapped.slice(at, at + WORD).toArray());
        return value.compareTo(BigInteger.valueOf(wrapped.size())) > 0
                ? Optional.empty()
                : Optional.of(value.intValue());
    }
}
