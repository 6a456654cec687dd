package io.verigrad.devnet.bench;

import io.verigrad.devnet.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How long each packaged function takes from the start of its process to its first answer, and how much memory it has
 * then: with and without the AOT cache that {@code deploy/train} writes. The first answer is one of the function's own, 200,
 * after the checks that come before its first work; node and database are played beside it. Each round starts every
 * function both ways, so that a busy moment of the machine hits both.
 */
final class StartupBench {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<String> SMALL = List.of(
            "-Xmx32m",
            "-Xmn4m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow");
    private static final String STATUS = "{\"paymentId\":\"0x" + "01".repeat(32) + "\"}";
    private static final String ADDRESS = "0x000000000000000000000000000000000000000";

    private final Path home;
    private final PrintStream out;
    private final int rounds;

    StartupBench(Path home, PrintStream out, int rounds) {
        this.home = home;
        this.out = out;
        this.rounds = rounds;
    }

    /** A function, the request that it is asked first, and its goals. */
    private record Case(
            String name, String folder, String method, String path, String body, long goalMillis, long goalMegabytes) {}

    private record Start(long millis, long kilobytes) {}

    void run() throws IOException, InterruptedException {
        List<Case> cases = List.of(
                new Case("verifier-fn", "verifier-fn", "POST", "/challenge", "{}", 700, 130),
                new Case("payment-fn", "functions/payment-fn", "POST", "/status", STATUS, 1200, 200),
                new Case("settlement-fn", "settlement-fn", "POST", "/register", "null", 1200, 200));
        Path work = Files.createTempDirectory("verigrad-startup");
        out.println("function       cache  first answer (median of " + rounds
                + ", least, most)   goal      resident at it  goal    function.zip");
        for (Case function : cases) {
            Path plain = copy(function, work.resolve(function.name() + "-plain"));
            Path cached = copy(function, work.resolve(function.name() + "-cached"));
            train(cached);
            List<Start> without = new ArrayList<>();
            List<Start> with = new ArrayList<>();
            try (PlayedRemotes remotes = PlayedRemotes.start(home, plain, java())) {
                Path settings = settings(work, remotes);
                for (int round = 0; round < rounds; round++) {
                    without.add(start(function, plain, List.of(), settings));
                    with.add(start(function, cached, List.of("-XX:AOTMode=on", "-XX:AOTCache=app.aot"), settings));
                }
            }
            print(function, "no", without);
            print(function, "yes", with);
        }
    }

    private void print(Case function, String cache, List<Start> starts) throws IOException {
        long[] times = starts.stream().mapToLong(Start::millis).sorted().toArray();
        long memory = median(starts.stream().mapToLong(Start::kilobytes)) / 1024;
        Path zip = home.resolve(function.folder()).resolve("target/lambda/function.zip");
        String size = Files.exists(zip) ? "%.1f MB".formatted(Files.size(zip) / 1e6) : "not built (build --lambda)";
        out.printf(
                "%-14s %-6s %6d ms  (%d to %d ms)%s %6d ms %11d MB %7d MB    %s%n",
                function.name(),
                cache,
                median(LongStream.of(times)),
                times[0],
                times[times.length - 1],
                " "
                        .repeat(Math.max(
                                1,
                                16
                                        - Long.toString(times[0]).length()
                                        - Long.toString(times[times.length - 1]).length())),
                function.goalMillis(),
                memory,
                function.goalMegabytes(),
                size);
    }

    private static long median(LongStream values) {
        long[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Start start(Case function, Path application, List<String> cache, Path settings)
            throws IOException, InterruptedException {
        int port = Ports.free(1)[0];
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(SMALL);
        command.addAll(cache);
        command.addAll(List.of("-Dquarkus.config.locations=" + settings, "-jar", "quarkus-run.jar"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(application.toFile())
                .redirectErrorStream(true)
                .redirectOutput(application.resolve("log").toFile());
        builder.environment().putAll(Map.of("QUARKUS_HTTP_HOST", "127.0.0.1", "QUARKUS_HTTP_PORT", "" + port));
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + function.path()))
                    .header("Content-Type", "application/json")
                    .method(
                            function.method(),
                            function.method().equals("GET")
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(function.body()))
                    .build();
            long begin = System.nanoTime();
            Process process = builder.start();
            try {
                while (true) {
                    try {
                        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                        if (answer.statusCode() != 200) {
                            throw new IllegalStateException(function.name() + " answered " + answer.statusCode()
                                    + " to " + function.path() + ": " + answer.body());
                        }
                        break;
                    } catch (IOException notYet) {
                        if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                            throw new IOException(
                                    function.name() + " gave no answer; its log:\n"
                                            + Files.readString(application.resolve("log")),
                                    notYet);
                        }
                        Thread.sleep(5);
                    }
                }
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                return new Start(millis, resident(process.pid()));
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    /** Resident memory in KiB, as Linux counts it. */
    private static long resident(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void train(Path application) throws IOException, InterruptedException {
        Path log = application.resolve("train.log");
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("deploy/train").toString(), application.toString(), "-XX:+UseSerialGC", "-Xmx64m")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("JAVA", java(), "PORT", Integer.toString(Ports.free(1)[0])));
        if (builder.start().waitFor() != 0) {
            throw new IOException("deploy/train failed:\n" + Files.readString(log));
        }
    }

    private Path copy(Case function, Path target) throws IOException {
        Path source = home.resolve(function.folder()).resolve("target/quarkus-app");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                // The cache checks the times of jars.
                Files.copy(file, target.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return target;
    }

    private static Path settings(Path work, PlayedRemotes remotes) throws IOException {
        Path key = Files.writeString(work.resolve("key"), "0x" + "0".repeat(63) + "1\n");
        Path policy = Files.writeString(work.resolve("policy.yaml"), """
                version: 1
                id: startup
                development: true
                evidence-max-age: PT10M
                clock-skew: PT30S
                epoch-lifetime: P7D
                formats:
                  software-v1:
                    max-assurance: UNATTESTED
                    roots: ["0x%1$s"]
                    measurements: [{name: startup, registers: {pcr0: "0x%1$s"}}]
                """.formatted("01".repeat(32)));
        return Files.writeString(work.resolve("startup.properties"), """
                quarkus.datasource.reactive.url=%4$s
                quarkus.datasource.username=nobody
                quarkus.datasource.password=nothing
                verigrad.kafka.enabled=false
                verigrad.chain.rpc-url=%5$s
                verigrad.chain.settlement=%1$s1
                verigrad.chain.enclave-registry=%1$s2
                verigrad.payment.assets.USDC.address=%1$s3
                verigrad.payment.assets.USDC.name=USDC
                verigrad.payment.assets.USDC.version=2
                verigrad.verifier.key-file=%2$s
                verigrad.verifier.policy-file=%3$s
                verigrad.settlement.key-file=%2$s
                verigrad.settlement.validators=http://127.0.0.1:9
                verigrad.settlement.tick=off
                """.formatted(
                        ADDRESS, key, policy, remotes.database(), remotes.node()));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
