package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ClientBudgetTest {
    private final TestClock clock = new TestClock();
    private final ClientBudget budget = new ClientBudget(10, clock);

    @Test
    void refusesWhoAsksTooOftenUntilTimePasses() {
        assertThat(taken("a", 100)).isEqualTo(20);
        clock.pass(Duration.ofMillis(500));
        assertThat(taken("a", 100)).isEqualTo(5);
        clock.pass(Duration.ofSeconds(60));
        assertThat(taken("a", 100)).isEqualTo(20);
    }

    @Test
    void countsEachClientForItself() {
        taken("a", 100);

        assertThat(budget.take("b")).isTrue();
        assertThat(budget.take("a")).isFalse();
    }

    @Test
    void forgetsWhoHasAFullBudgetBeforeItTakesNobodyAnymore() {
        for (int i = 0; i < ClientBudget.MAX_CLIENTS; i++) {
            budget.take("client " + i);
        }

        assertThat(budget.take("one more")).isFalse();
        clock.pass(Duration.ofSeconds(3));
        assertThat(budget.take("one more")).isTrue();
    }

    private int taken(String client, int times) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += budget.take(client) ? 1 : 0;
        }
        return taken;
    }

    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
