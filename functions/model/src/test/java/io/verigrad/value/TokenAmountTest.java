package io.verigrad.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAmountTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "01", "1.0", "1e3", "0x10", " 1", "1 ", "NaN"})
    void refusesWhatIsNotADecimalCount(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenAmount.parse(text));
    }

    @Test
    void endsAtTheLargestUint256() {
        BigInteger limit = BigInteger.TWO.pow(256);

        assertThat(TokenAmount.parse(limit.subtract(BigInteger.ONE).toString())).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> TokenAmount.parse(limit.toString()));
    }
}
