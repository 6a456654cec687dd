package io.verigrad.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainIdTest {
    @Test
    void readsAndWritesCaip2() {
        assertThat(ChainId.parse("eip155:84532")).isEqualTo(new ChainId(84532)).hasToString("eip155:84532");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "8453", "base", "eip155:", "eip155:0", "eip155:08", "eip155:-1", "solana:mainnet", "eip155:*"
            })
    void refusesOtherNetworks(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChainId.parse(text));
    }
}
