package io.verigrad.runner.execution;

import io.micrometer.core.instrument.Metrics;
import io.verigrad.runner.execution.RunException.Cause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * The queue of one model. While no thread is free, calls of the same shape gather and then share a run, so that an idle
 * machine answers at once and a busy one in batches.
 */
final class Batcher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Batcher.class);

    /** One run of the model. */
    @FunctionalInterface
    interface Run {
        List<Tensor> run(List<Tensor> inputs, Set<String> outputs, Cancellation cancellation) throws RunException;
    }

    private static final class Call {
        final List<Tensor> inputs;
        final Set<String> outputs;
        final Cancellation cancellation = new Cancellation();
        final CompletableFuture<List<Tensor>> answer = new CompletableFuture<>();

        Call(List<Tensor> inputs, Set<String> outputs) {
            this.inputs = inputs;
            this.outputs = outputs;
        }
    }

    private final String model;
    private final Run session;
    private final RunThreads threads;
    private final BatchSettings settings;
    private final BatchTrial trial;
    private final Queue<Call> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Thread dispatcher;

    /**
     * @param trial whether calls may share runs
     */
    Batcher(String model, Run session, RunThreads threads, BatchSettings settings, BatchTrial trial) {
        this.model = model;
        this.session = session;
        this.threads = threads;
        this.settings = settings;
        this.trial = trial;
        this.dispatcher = Thread.ofVirtual().name("batches-of-" + model).start(this::dispatch);
    }

    /** Runs a call, with others or alone, and waits for it; an interrupt takes it back. */
    List<Tensor> run(List<Tensor> inputs, Set<String> outputs) throws RunException {
        Call call = new Call(inputs, outputs);
        lock.lock();
        try {
            if (waiting.size() >= settings.waiting()) {
                throw new RunException(Cause.OVERLOADED, "expected at most " + settings.waiting() + " waiting calls");
            }
            waiting.add(call);
            arrived.signal();
        } finally {
            lock.unlock();
        }
        try {
            return call.answer.get();
        } catch (InterruptedException e) {
            call.cancellation.cancel();
            Thread.currentThread().interrupt();
            throw new RunException(Cause.CANCELLED, "nobody waits for the answer any more");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RunException failed) {
                throw failed;
            }
            throw new RunException(Cause.MODEL, "the run failed", e.getCause());
        }
    }

    /** The calls that wait now. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        dispatcher.interrupt();
    }

    private void dispatch() {
        try {
            while (true) {
                awaitCall();
                threads.enter();
                List<Call> batch = gather();
                if (batch.isEmpty()) {
                    threads.leave();
                } else {
                    threads.run(() -> answer(batch));
                }
            }
        } catch (InterruptedException closed) {
            lock.lock();
            try {
                waiting.forEach(call ->
                        call.answer.completeExceptionally(new RunException(Cause.MODEL, "the model was unloaded")));
                waiting.clear();
            } finally {
                lock.unlock();
            }
        }
    }

    private void awaitCall() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                arrived.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Call> gather() throws InterruptedException {
        long until = System.nanoTime() + settings.delay().toNanos();
        List<Call> batch = new ArrayList<>();
        lock.lock();
        try {
            while (true) {
                take(batch);
                long left = until - System.nanoTime();
                boolean full = batch.isEmpty() || rows(batch) >= settings.size() || !trial.passed();
                if (full || left <= 0) {
                    return batch;
                }
                arrived.await(left, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void take(List<Call> batch) {
        for (Iterator<Call> calls = waiting.iterator(); calls.hasNext(); ) {
            Call call = calls.next();
            if (call.cancellation.isCancelled()) {
                calls.remove();
            } else if (batch.isEmpty() || joins(batch, call)) {
                batch.add(call);
                calls.remove();
            }
        }
    }

    private boolean joins(List<Call> batch, Call call) {
        Call first = batch.getFirst();
        return trial.passed()
                && Rows.sameShape(first.inputs, call.inputs)
                && first.outputs.equals(call.outputs)
                && rows(batch) + Rows.count(call.inputs) <= settings.size();
    }

    private static long rows(List<Call> batch) {
        return batch.stream().mapToLong(call -> Rows.count(call.inputs)).sum();
    }

    private void answer(List<Call> batch) {
        Metrics.summary("verigrad.runner.batch.calls", "gen_ai.request.model", model)
                .record(batch.size());
        try {
            if (batch.size() == 1) {
                Call only = batch.getFirst();
                only.answer.complete(session.run(only.inputs, only.outputs, only.cancellation));
            } else {
                together(batch);
            }
        } catch (RunException | RuntimeException | Error e) {
            if (batch.size() == 1) {
                batch.getFirst().answer.completeExceptionally(e);
            } else {
                // One call's values must not be another's failure.
                apart(batch);
            }
        }
    }

    private void together(List<Call> batch) throws RunException {
        List<List<Tensor>> inputs = batch.stream().map(call -> call.inputs).toList();
        List<Tensor> joined = session.run(Rows.join(inputs), batch.getFirst().outputs, new Cancellation());
        List<List<Tensor>> answers = Rows.split(joined, inputs);
        if (trial.isNeededFor(rows(batch))) {
            apart(batch);
            boolean same = true;
            for (int i = 0; i < batch.size(); i++) {
                same &= batch.get(i).answer.isCompletedExceptionally()
                        || answers.get(i).equals(batch.get(i).answer.join());
            }
            if (!trial.record(rows(batch), same)) {
                LOG.warn("answers depend on their batch, so this model runs its calls one by one");
            }
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer.complete(answers.get(i));
        }
    }

    private void apart(List<Call> batch) {
        for (Call call : batch) {
            try {
                call.answer.complete(session.run(call.inputs, call.outputs, call.cancellation));
            } catch (RunException | RuntimeException | Error e) {
                call.answer.completeExceptionally(e);
            }
        }
    }
}
