package io.verigrad.runner.paid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.verigrad.runner.TestClock;
import io.verigrad.value.Hash32;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final CallKey KEY = new CallKey(Hash32.ZERO, Hash32.ZERO);

    private final Calls calls = new Calls(new KeptAnswers(10, 1000, Duration.ofHours(1), new TestClock()));
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void letsAllWhoComeMeanwhileJoin() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<PaidResponse> first = CompletableFuture.supplyAsync(
                    () -> once(() -> {
                        started.countDown();
                        await(finish);
                        return response(200);
                    }),
                    threads);
            started.await();
            List<CompletableFuture<PaidResponse>> others = IntStream.range(0, 9)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> once(() -> response(200)), threads))
                    .toList();
            finish.countDown();

            assertThat(others).allSatisfy(other -> assertThat(other.join()).isSameAs(first.join()));
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void runsAgainAfterACallThatWasNotServed() {
        assertThat(once(() -> response(503)).status()).isEqualTo(503);
        assertThat(once(() -> response(200)).status()).isEqualTo(200);
        assertThat(once(() -> response(200)).status()).isEqualTo(200);
        assertThat(runs).hasValue(2);
    }

    @Test
    void leavesNothingBehindWhenTheWorkFails() {
        assertThatThrownBy(() -> once(() -> {
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");

        assertThat(once(() -> response(200)).status()).isEqualTo(200);
    }

    private CallOutcome response(int status) {
        runs.incrementAndGet();
        return new CallOutcome.Given(new PaidResponse(status, Map.of(), new byte[0]));
    }

    private PaidResponse once(Supplier<CallOutcome> work) {
        return calls.once(KEY, new Presence(), _ -> work.get(), _ -> fail("nothing is held back"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
