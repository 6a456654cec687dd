package io.verigrad.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.runner.execution.RunException.Cause;
import io.verigrad.runner.store.Datatype;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private static final Set<String> DOUBLE = Set.of("y");

    private final RunThreads threads = new RunThreads(1);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Long> runs = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final Semaphore gate = new Semaphore(0);

    @AfterEach
    void stop() {
        threads.close();
        callers.shutdownNow();
    }

    @Test
    void gathersWhatArrivesWhileTheMachineIsBusy() throws Exception {
        try (Batcher batcher = batcher(32, 64, this::doubled)) {
            List<Future<List<Tensor>>> calls = burst(batcher, 8);
            gate.release(1000);

            for (int i = 0; i < calls.size(); i++) {
                assertThat(value(calls.get(i).get())).isEqualTo(2f * i);
            }
        }
        // The first alone; seven rows together, and once each because it is the first run of seven rows.
        assertThat(runs).startsWith(1L, 7L).hasSize(9);
    }

    @Test
    void sharesWithoutTrialOnceANumberOfRowsWasTried() throws Exception {
        gate.release(1000);
        try (Batcher batcher = batcher(32, 64, this::doubled)) {
            BatchTrial trial = new BatchTrial(true);
            trial.record(7, true);
            assertThat(trial.isNeededFor(7)).isFalse();
            assertThat(trial.isNeededFor(8)).isTrue();
            assertThat(value(batcher.run(row(3), DOUBLE))).isEqualTo(6);
        }
    }

    @Test
    void stopsSharingWhenANeighbourChangesOneBit() throws Exception {
        Batcher.Run neighbourly = (inputs, outputs, cancellation) -> {
            List<Tensor> answer = doubled(inputs, outputs, cancellation);
            if (Rows.count(inputs) > 1) {
                answer.getFirst().data().put(0, (byte) (answer.getFirst().data().get(0) ^ 1));
            }
            return answer;
        };
        try (Batcher batcher = batcher(32, 64, neighbourly)) {
            List<Future<List<Tensor>>> calls = burst(batcher, 5);
            gate.release(1000);
            for (int i = 0; i < calls.size(); i++) {
                assertThat(value(calls.get(i).get())).isEqualTo(2f * i);
            }
            runs.clear();
            List<Future<List<Tensor>>> later = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int value = i;
                later.add(callers.submit(() -> batcher.run(row(value), DOUBLE)));
            }
            for (Future<List<Tensor>> call : later) {
                call.get();
            }
        }
        assertThat(runs).containsOnly(1L);
    }

    @Test
    void keepsOneCallsFailureFromTheOthers() throws Exception {
        Batcher.Run picky = (inputs, outputs, cancellation) -> {
            List<Tensor> answer = doubled(inputs, outputs, cancellation);
            for (int i = 0; i < Rows.count(inputs); i++) {
                if (inputs.getFirst().data().getFloat(i * 4) == 2) {
                    throw new RunException(Cause.INPUT, "no twos");
                }
            }
            return answer;
        };
        try (Batcher batcher = batcher(32, 64, picky)) {
            List<Future<List<Tensor>>> calls = burst(batcher, 4);
            gate.release(1000);

            assertThat(value(calls.get(1).get())).isEqualTo(2);
            assertThat(value(calls.get(3).get())).isEqualTo(6);
            assertThatThrownBy(() -> calls.get(2).get()).hasRootCauseMessage("no twos");
        }
    }

    @Test
    void refusesCallsBeyondItsQueue() throws Exception {
        try (Batcher batcher = batcher(1, 2, this::doubled)) {
            burst(batcher, 1);
            // The dispatcher may hold one more call than the queue.
            List<Future<List<Tensor>>> more = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                more.add(callers.submit(() -> batcher.run(row(1), DOUBLE)));
            }
            Future<List<Tensor>> refused = firstRefused(more);
            gate.release(1000);

            assertThatThrownBy(refused::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            RunException.class, e -> assertThat(e.reason()).isEqualTo(Cause.OVERLOADED));
        }
    }

    @Test
    void endsARunWhoseCallerHasLeft() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Batcher.Run endless = (inputs, outputs, cancellation) -> {
            entered.countDown();
            while (!cancellation.isCancelled()) {
                Thread.onSpinWait();
            }
            ended.countDown();
            throw new RunException(Cause.CANCELLED, "ended");
        };
        try (Batcher batcher = batcher(8, 8, endless)) {
            Future<List<Tensor>> call = callers.submit(() -> batcher.run(row(1), DOUBLE));
            entered.await();

            call.cancel(true);

            ended.await();
        }
    }

    private Batcher batcher(int size, int waiting, Batcher.Run run) {
        return new Batcher(
                "test", run, threads, new BatchSettings(size, Duration.ZERO, waiting), new BatchTrial(size > 1));
    }

    /** One call that holds the only thread, then {@code count - 1} more that wait. */
    private List<Future<List<Tensor>>> burst(Batcher batcher, int count) throws Exception {
        List<Future<List<Tensor>>> calls = new ArrayList<>();
        calls.add(callers.submit(() -> batcher.run(row(0), DOUBLE)));
        entered.await();
        for (int i = 1; i < count; i++) {
            int value = i;
            calls.add(callers.submit(() -> batcher.run(row(value), DOUBLE)));
        }
        while (batcher.waiting() < count - 1) {
            Thread.onSpinWait();
        }
        return calls;
    }

    private static Future<List<Tensor>> firstRefused(List<Future<List<Tensor>>> calls) {
        while (true) {
            for (Future<List<Tensor>> call : calls) {
                if (call.isDone()) {
                    return call;
                }
            }
            Thread.onSpinWait();
        }
    }

    private List<Tensor> doubled(List<Tensor> inputs, Set<String> outputs, Cancellation cancellation) {
        entered.countDown();
        gate.acquireUninterruptibly();
        runs.add(Rows.count(inputs));
        Tensor x = inputs.getFirst();
        Tensor y = Tensor.allocate("y", Datatype.FP32, x.shape());
        for (int i = 0; i < x.elements(); i++) {
            y.data().putFloat(i * 4, 2 * x.data().getFloat(i * 4));
        }
        return List.of(y);
    }

    private static List<Tensor> row(float value) {
        Tensor row = Tensor.allocate("x", Datatype.FP32, List.of(1L, 1L));
        row.data().putFloat(0, value);
        return List.of(row);
    }

    private static float value(List<Tensor> answer) {
        return answer.getFirst().data().getFloat(0);
    }
}
