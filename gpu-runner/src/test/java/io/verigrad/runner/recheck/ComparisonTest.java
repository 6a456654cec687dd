package io.verigrad.runner.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.receipt.RecheckOutcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":[1,2.5]}              | {"a":[1,2.5]}              | true  | IDENTICAL         | IDENTICAL
            {"id":"x","a":1}           | {"id":"y","a":1}           | true  | IDENTICAL         | IDENTICAL
            {"a":[1,2.5]}              | {"a":[1,2.50001]}          | true  | DIFFERENT         | WITHIN_TOLERANCE
            {"a":[1000]}               | {"a":[1000.05]}            | true  | DIFFERENT         | WITHIN_TOLERANCE
            {"a":[0.1]}                | {"a":[0.1003]}             | true  | DIFFERENT         | DIFFERENT
            {"a":[1,2]}                | {"a":[1]}                  | false | DIFFERENT         | INCONCLUSIVE
            {"a":1}                    | {"a":1,"b":2}              | false | DIFFERENT         | INCONCLUSIVE
            {"a":1}                    | {"b":1}                    | false | DIFFERENT         | INCONCLUSIVE
            {"a":"yes"}                | {"a":"no"}                 | false | DIFFERENT         | INCONCLUSIVE
            {"a":1}                    | {"a":"1"}                  | false | DIFFERENT         | INCONCLUSIVE
            {"embedding":"AACAPwAAAEA="} | {"embedding":"AACAPwMAAEA="} | true | DIFFERENT      | WITHIN_TOLERANCE
            {"embedding":"AACAPwAAAEA="} | {"embedding":"AACAPwAAAMA="} | true | DIFFERENT      | DIFFERENT
            {"embedding":"AACAPwAAAEA="} | {"embedding":"AACAPw=="}     | false | DIFFERENT     | INCONCLUSIVE
            {"embedding":"AACAPwAAAEA="} | {"embedding":"AACAfwAAAEA="} | false | DIFFERENT     | INCONCLUSIVE
            not json                   | not json                   | true  | IDENTICAL         | IDENTICAL
            not json                   | no json                    | false | DIFFERENT         | INCONCLUSIVE
            """)
    void judges(
            String first, String second, boolean equal, RecheckOutcome inTheSameClass, RecheckOutcome inAnotherClass) {
        Comparison comparison = Comparison.of(bytes(first), bytes(second));
        assertThat(comparison.equal()).isEqualTo(equal);
        assertThat(RecheckJob.outcome(comparison, true)).isEqualTo(inTheSameClass);
        assertThat(RecheckJob.outcome(comparison, false)).isEqualTo(inAnotherClass);
    }

    @Test
    void isTheSameBothWaysRound() {
        byte[] first = bytes("{\"a\":[1,2.5]}");
        byte[] second = bytes("{\"a\":[1,2.50001]}");
        assertThat(Comparison.of(first, second)).isEqualTo(Comparison.of(second, first));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
