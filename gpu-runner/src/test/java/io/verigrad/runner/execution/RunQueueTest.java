package io.verigrad.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.runner.execution.RunException.Cause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunQueueTest {
    private static final Consumer<Runnable> STAYING = end -> {};

    @Test
    void endsARunThatNobodyWaitsForAnyMore() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (RunQueue queue = new RunQueue(1, 0, Duration.ofSeconds(60));
                RunQueue.Place place = queue.enter().orElseThrow()) {
            assertThatThrownBy(() -> place.run(
                            () -> {
                                never.await();
                                return 1;
                            },
                            end -> Thread.startVirtualThread(end)))
                    .isInstanceOfSatisfying(
                            RunException.class, e -> assertThat(e.reason()).isEqualTo(Cause.CANCELLED));
        }
    }

    @Test
    void refusesWhoeverFindsItFull() {
        try (RunQueue queue = new RunQueue(1, 1, Duration.ofSeconds(5))) {
            RunQueue.Place first = queue.enter().orElseThrow();
            RunQueue.Place second = queue.enter().orElseThrow();
            assertThat(queue.enter()).isEmpty();

            first.close();

            assertThat(queue.enter()).isPresent();
            second.close();
        }
    }

    @Test
    void givesUpARunThatTakesTooLong() {
        CountDownLatch never = new CountDownLatch(1);
        try (RunQueue queue = new RunQueue(1, 0, Duration.ofMillis(20));
                RunQueue.Place place = queue.enter().orElseThrow()) {
            assertThatThrownBy(() -> place.run(
                            () -> {
                                never.await();
                                return 1;
                            },
                            STAYING))
                    .isInstanceOfSatisfying(
                            RunException.class, e -> assertThat(e.reason()).isEqualTo(Cause.TIMEOUT));
        }
    }

    @Test
    void passesOnWhoseFaultAFailureWas() {
        try (RunQueue queue = new RunQueue(1, 0, Duration.ofSeconds(5));
                RunQueue.Place place = queue.enter().orElseThrow()) {
            assertThatThrownBy(() -> place.run(
                            () -> {
                                throw new RunException(Cause.INPUT, "no");
                            },
                            STAYING))
                    .isInstanceOfSatisfying(
                            RunException.class, e -> assertThat(e.reason()).isEqualTo(Cause.INPUT));
            assertThatThrownBy(() -> place.run(
                            () -> {
                                throw new IllegalStateException("bug");
                            },
                            STAYING))
                    .isInstanceOfSatisfying(
                            RunException.class, e -> assertThat(e.reason()).isEqualTo(Cause.MODEL))
                    .hasRootCauseMessage("bug");
        }
    }
}
