package io.verigrad.payment.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
    private Instant now = Instant.EPOCH;
    private int asked;
    private final RecentAnswers<String, Integer> answers = new RecentAnswers<>(Duration.ofSeconds(3), new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void asksAgainWhenTheAnswerIsOldOrForgotten() throws Exception {
        assertThat(answers.get("a", this::ask)).contains(1);
        assertThat(answers.get("a", this::ask)).contains(1);

        now = now.plusSeconds(3);
        assertThat(answers.get("a", this::ask)).contains(2);

        answers.forget("a");
        assertThat(answers.get("a", this::ask)).contains(3);
    }

    @Test
    void doesNotKeepThatThereIsNone() throws Exception {
        assertThat(answers.get("a", Optional::empty)).isEmpty();
        assertThat(answers.get("a", this::ask)).contains(1);
    }

    private Optional<Integer> ask() {
        return Optional.of(++asked);
    }
}
