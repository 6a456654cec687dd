package io.verigrad.runner.paid;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.crypto.Sha256;
import io.verigrad.runner.TestClock;
import io.verigrad.value.Hash32;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {
    private final TestClock clock = new TestClock();
    private final KeptAnswers answers = new KeptAnswers(3, 100, Duration.ofMinutes(10), clock);

    @Test
    void forgetsTheOldestBeyondItsCount() {
        for (int i = 0; i < 4; i++) {
            answers.keep(key(i), response(1));
        }

        assertThat(answers.find(key(0))).isEmpty();
        assertThat(answers.find(key(1))).isPresent();
        assertThat(answers.find(key(3))).isPresent();
    }

    @Test
    void forgetsTheOldestBeyondItsBytes() {
        answers.keep(key(0), response(60));
        answers.keep(key(1), response(41));

        assertThat(answers.find(key(0))).isEmpty();
        assertThat(answers.find(key(1))).isPresent();
    }

    @Test
    void keepsNothingThatIsLargerThanAllOfIt() {
        answers.keep(key(0), response(101));

        assertThat(answers.find(key(0))).isEmpty();
        answers.keep(key(1), response(100));
        assertThat(answers.find(key(1))).isPresent();
    }

    @Test
    void forgetsWhatIsTooOld() {
        answers.keep(key(0), response(1));
        clock.advance(Duration.ofMinutes(10));

        assertThat(answers.find(key(0))).isEmpty();
    }

    @Test
    void countsAHeaderAndAnotherRequestAsAnotherCall() {
        answers.keep(key(0), response(1));

        assertThat(answers.find(new CallKey(key(0).headerDigest(), Hash32.ZERO)))
                .isEmpty();
        assertThat(answers.find(new CallKey(Hash32.ZERO, key(0).requestHash()))).isEmpty();
    }

    private static CallKey key(int i) {
        return new CallKey(Sha256.hash(new byte[] {(byte) i}), Sha256.hash(new byte[] {(byte) i, 1}));
    }

    private static CallOutcome response(int size) {
        return new CallOutcome.Given(new PaidResponse(200, Map.of(), new byte[size]));
    }
}
