package io.verigrad.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AddressTest {
    private static final String CHECKSUMMED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    @Test
    void writesTheChecksumOfEip55() {
        Address address = Address.parse("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");

        assertThat(address).hasToString(CHECKSUMMED);
    }

    @Test
    void refusesMixedCaseWithAWrongChecksum() {
        String mistyped = CHECKSUMMED.replace("aA", "AA");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.parse(mistyped))
                .withMessageContaining("checksum of EIP-55");
    }

    @Test
    void refusesOtherLengths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.parse("0x5aaeb6053f3e94c9b9a09f33669435e7ef1bea"));
    }
}
