package io.verigrad.devnet.chaos;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Payers whose keys follow from a seed. */
record Payers(List<PrivateKey> keys) {
    Payers {
        keys = List.copyOf(keys);
    }

    static Payers of(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Payers(
                Stream.generate(() -> PrivateKey.generate(random)).limit(count).toList());
    }

    List<Address> addresses() {
        return keys.stream().map(PrivateKey::address).toList();
    }

    PrivateKey any(SplittableRandom random) {
        return keys.get(random.nextInt(keys.size()));
    }
}
