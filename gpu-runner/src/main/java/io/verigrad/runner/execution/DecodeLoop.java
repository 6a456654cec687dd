package io.verigrad.runner.execution;

import ai.onnxruntime.OrtException;
import io.verigrad.runner.execution.DecoderSession.Step;
import io.verigrad.runner.execution.RunException.Cause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All texts that a decoder writes now. Every step gives each of them one token; a text that begins joins the next step,
 * one that ends leaves. They share runs where that changes no bit, or where bits may change; else they take turns.
 */
final class DecodeLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DecodeLoop.class);
    /** A long prompt is read in parts, so that the others do not wait for all of it. */
    private static final int PART = 512;

    private final String model;
    private final DecoderSession session;
    private final RunThreads threads;
    private final BatchSettings settings;
    private final BatchTrial trial;
    private final Queue<DecodeText> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Thread dispatcher;

    /** Of the thread that runs the model. */
    private List<DecodeGroup> groups = new ArrayList<>();

    DecodeLoop(String model, DecoderSession session, RunThreads threads, BatchSettings settings) {
        this.model = model;
        this.session = session;
        this.threads = threads;
        this.settings = settings;
        this.trial = new BatchTrial(settings.size() > 1 && session.takesPositions());
        this.dispatcher = Thread.ofVirtual().name("texts-of-" + model).start(this::dispatch);
    }

    /** Continues a prompt until the stepper ends it; an interrupt ends it too. */
    void decode(long[] prompt, Stepper stepper) throws RunException {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
        DecodeText text = new DecodeText(prompt, stepper);
        lock.lock();
        try {
            if (waiting.size() >= settings.waiting()) {
                throw new RunException(Cause.OVERLOADED, "expected at most " + settings.waiting() + " waiting texts");
            }
            waiting.add(text);
            arrived.signal();
        } finally {
            lock.unlock();
        }
        try {
            text.done.get();
        } catch (InterruptedException e) {
            text.cancellation.cancel();
            // The model may leave memory when this returns, so the text must have left the model.
            text.done.handle((_, _) -> true).join();
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RunException failed) {
                throw failed;
            }
            throw new RunException(Cause.MODEL, "the run failed", e.getCause());
        }
    }

    @Override
    public void close() {
        dispatcher.interrupt();
    }

    private void dispatch() {
        try {
            while (true) {
                awaitText();
                threads.enter();
                CompletableFuture<Boolean> turn = new CompletableFuture<>();
                threads.run(() -> {
                    try {
                        turn();
                    } finally {
                        turn.complete(true);
                    }
                });
                turn.join();
            }
        } catch (InterruptedException closed) {
            RunException unloaded = new RunException(Cause.MODEL, "the model was unloaded");
            groups.forEach(group -> group.fail(unloaded));
            lock.lock();
            try {
                waiting.forEach(text -> text.done.completeExceptionally(unloaded));
                waiting.clear();
            } finally {
                lock.unlock();
            }
        }
    }

    private void awaitText() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && groups.isEmpty()) {
                arrived.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Steps until there is nothing to do or somebody else waits for the thread. */
    private void turn() {
        do {
            admit();
            List<DecodeGroup> before = groups;
            groups = new ArrayList<>();
            for (DecodeGroup group : before) {
                step(group);
            }
        } while (!groups.isEmpty() && !threads.isContended());
    }

    /** Reads the prompts of new texts, and lets them share the runs of the others. */
    private void admit() {
        int running = groups.stream().mapToInt(group -> group.texts().size()).sum();
        boolean came = false;
        for (DecodeText text = take(running); text != null; text = take(running)) {
            Optional<KeyValueCache> read = read(text);
            if (read.isPresent()) {
                groups.add(new DecodeGroup(List.of(text), read.get()));
                came = true;
                running++;
            }
        }
        if (came && shares()) {
            List<DecodeGroup> before = groups;
            groups = new ArrayList<>();
            try {
                groups.add(DecodeGroup.merged(session, before));
            } catch (OrtException | RuntimeException | Error e) {
                before.forEach(group -> group.fail(failure(e)));
            }
        }
    }

    private boolean shares() {
        return trial.passed() || settings.inexact();
    }

    private @Nullable DecodeText take(int running) {
        lock.lock();
        try {
            return running < settings.size() ? waiting.poll() : null;
        } finally {
            lock.unlock();
        }
    }

    /** The cache of all of a prompt but its last token, or nothing if the text has ended. */
    private Optional<KeyValueCache> read(DecodeText text) {
        KeyValueCache read = null;
        try {
            read = session.empty();
            int end = text.prompt.length - 1;
            for (int at = 0; at < end && !text.cancellation.isCancelled(); at += PART) {
                long[] part = Arrays.copyOfRange(text.prompt, at, Math.min(at + PART, end));
                KeyValueCache before = read;
                read = session.read(new long[][] {part}, before, text.cancellation);
                before.close();
            }
            if (!text.cancellation.isCancelled()) {
                return Optional.of(read);
            }
            text.cancel();
        } catch (OrtException | RuntimeException | Error e) {
            text.done.completeExceptionally(text.cancellation.isCancelled() ? cancelled() : failure(e));
        }
        if (read != null) {
            read.close();
        }
        return Optional.empty();
    }

    private void step(DecodeGroup group) {
        try {
            Step step = group.step(session);
            if (isToBeTried(group) && !trial.record(group.texts().size(), group.givesAlone(session, step.logits()))) {
                LOG.warnf("texts of %s depend on who shares their run, so they take turns", model);
                step.cache().close();
                group.apart(session).forEach(this::step);
                return;
            }
            group.cache().close();
            DecodeGroup next = new DecodeGroup(group.texts(), step.cache());
            List<Integer> staying = new ArrayList<>();
            for (int i = 0; i < group.texts().size(); i++) {
                if (group.texts().get(i).goesOn(step.logits()[i])) {
                    staying.add(i);
                }
            }
            next.only(session, staying).ifPresent(groups::add);
        } catch (OrtException | RuntimeException | Error e) {
            failed(group, e);
        }
    }

    /** One text's tokens must not be another's failure. */
    private void failed(DecodeGroup group, Throwable reason) {
        boolean cancelled = group.texts().size() == 1
                && group.texts().getFirst().cancellation.isCancelled();
        group.fail(cancelled ? cancelled() : failure(reason));
    }

    private boolean isToBeTried(DecodeGroup group) {
        return group.texts().size() > 1
                && !settings.inexact()
                && trial.isNeededFor(group.texts().size());
    }

    private static RunException cancelled() {
        return new RunException(Cause.CANCELLED, "the run was ended");
    }

    private Throwable failure(Throwable reason) {
        return switch (reason) {
            case OrtException ort -> NativeFailure.of(model, ort);
            case OutOfMemoryError full ->
                new RunException(Cause.MEMORY, "there is no memory for a text of model " + model, full);
            default -> reason;
        };
    }
}
