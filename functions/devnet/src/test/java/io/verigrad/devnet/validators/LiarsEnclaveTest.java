package io.verigrad.devnet.validators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LiarsEnclaveTest {
    @Test
    void falsifiesOneNumberAndNothingElse() {
        Bytes honest = bytes("{\"data\":[{\"embedding\":[-1.25e-2,0.3],\"index\":0}],\"model\":\"m\"}");

        assertThat(LiarsEnclave.falsified(honest))
                .isEqualTo(bytes("{\"data\":[{\"embedding\":[0.5,0.3],\"index\":0}],\"model\":\"m\"}"));
    }

    @Test
    void doesNotPassAnHonestAnswerOffAsALie() {
        assertThatIllegalStateException().isThrownBy(() -> LiarsEnclave.falsified(bytes("{\"data\":[]}")));
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
