package io.verigrad.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyEpochTest {
    @Test
    void isGoodFromItsFirstSecondToBeforeItsLast() {
        KeyEpoch epoch = epoch(Optional.empty());

        assertThat(epoch.isGoodAt(99)).isFalse();
        assertThat(epoch.isGoodAt(100)).isTrue();
        assertThat(epoch.isGoodAt(199)).isTrue();
        assertThat(epoch.isGoodAt(200)).isFalse();
    }

    @Test
    void staysGoodForTheTimeBeforeItsRevocation() {
        KeyEpoch epoch = epoch(Optional.of(150L));

        assertThat(epoch.isGoodAt(149)).isTrue();
        assertThat(epoch.isGoodAt(150)).isFalse();
    }

    private static KeyEpoch epoch(Optional<Long> revokedAt) {
        return new KeyEpoch(Address.ZERO, Assurance.UNATTESTED, 100, 200, revokedAt, Hash32.ZERO);
    }
}
