package io.verigrad.devnet.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** So many clients that each ask again as soon as they are answered. */
final class ClosedLoop {
    private final Subject subject;
    private final String path;
    private final Predicate<String> isGood;

    /**
     * @param isGood whether an answer counts as a success
     */
    ClosedLoop(Subject subject, String path, Predicate<String> isGood) {
        this.subject = subject;
        this.path = path;
        this.isGood = isGood;
    }

    /** One client's latencies in nanoseconds. */
    private record Part(List<Long> latencies, int good, String failure) {}

    /** Asks until the time is over, with the bodies in turn. */
    Sample forTime(List<byte[]> bodies, int concurrency, Duration time) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        long end = System.nanoTime() + time.toNanos();
        return run(
                concurrency,
                () -> System.nanoTime() < end
                        ? bodies.get(Math.floorMod(next.getAndIncrement(), bodies.size()))
                        : new byte[0]);
    }

    /** Asks once with each body. */
    Sample once(List<byte[]> bodies, int concurrency) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        return run(concurrency, () -> {
            int index = next.getAndIncrement();
            return index < bodies.size() ? bodies.get(index) : new byte[0];
        });
    }

    /** Gives the next body, or an empty one at the end. */
    private interface Bodies {
        byte[] next();
    }

    private Sample run(int concurrency, Bodies bodies) throws IOException, InterruptedException {
        double cpuBefore = ProcessCpu.millis(subject.pid());
        long start = System.nanoTime();
        List<Part> parts = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Part>> futures = new ArrayList<>();
            for (int i = 0; i < concurrency; i++) {
                futures.add(clients.submit(() -> client(bodies)));
            }
            for (Future<Part> future : futures) {
                parts.add(future.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(subject.name() + " did not answer: " + e.getCause(), e.getCause());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = ProcessCpu.millis(subject.pid()) - cpuBefore;
        long[] latencies = parts.stream()
                .flatMap(part -> part.latencies().stream())
                .mapToLong(Long::longValue)
                .toArray();
        Arrays.sort(latencies);
        int good = parts.stream().mapToInt(Part::good).sum();
        String failure = parts.stream()
                .map(Part::failure)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return new Sample(latencies, good, seconds, cpu, failure);
    }

    private Part client(Bodies bodies) throws IOException {
        List<Long> latencies = new ArrayList<>();
        int good = 0;
        String failure = "";
        try (Connection connection = new Connection(subject.url())) {
            for (byte[] body = bodies.next(); body.length > 0; body = bodies.next()) {
                long start = System.nanoTime();
                String answer = connection.post(path, body, "");
                latencies.add(System.nanoTime() - start);
                if (isGood.test(answer)) {
                    good++;
                } else {
                    failure = answer;
                }
            }
        }
        return new Part(latencies, good, failure);
    }
}
