package io.verigrad.devnet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One service as production packages it: {@code quarkus-app} in a process of its own, its output in a file. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration STARTUP = Duration.ofSeconds(90);
    private static final Duration SHUTDOWN = Duration.ofSeconds(8);

    private final String name;
    private final Path application;
    private final Path log;
    private final int port;
    private final List<String> jvm;
    private final Path configuration;
    private @Nullable Process process;

    /** A service with little memory and a quick start: several of them share one machine. */
    ServiceProcess(String name, Path application, Path log, int port, String heap, Path configuration) {
        this(
                name,
                application,
                log,
                port,
                List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                configuration);
    }

    private ServiceProcess(String name, Path application, Path log, int port, List<String> jvm, Path configuration) {
        this.name = name;
        this.application = application;
        this.log = log;
        this.port = port;
        this.jvm = List.copyOf(jvm);
        this.configuration = configuration;
    }

    /** A service with the JVM's own settings, as on a server. */
    public static ServiceProcess inProduction(String name, Path application, Path log, int port, Path configuration) {
        return new ServiceProcess(name, application, log, port, List.of("-Xmx1g"), configuration);
    }

    public String name() {
        return name;
    }

    /** The id of its process, once it was started. */
    public long pid() {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return current.pid();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The file that the process writes to; a restart appends. */
    public Path log() {
        return log;
    }

    public boolean isRunning() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** Starts the process and returns at once; see {@link #awaitLive}. */
    public void start() throws IOException {
        Path jar = application.resolve("quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException("expected the packaged " + name + " at " + jar + "; run ./verigrad build");
        }
        Files.createDirectories(log.getParent());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of(
                "--sun-misc-unsafe-memory-access=allow",
                "-Dquarkus.config.locations=" + configuration,
                "-jar",
                jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        process = builder.start();
    }

    /** Waits until the process answers {@code /q/health/live}. */
    public void awaitLive() throws IOException, InterruptedException {
        await("/q/health/live");
    }

    /** Waits until the process answers {@code /q/health/ready} with 200. */
    public void awaitReady() throws IOException, InterruptedException {
        await("/q/health/ready");
    }

    /** Ends the process as a power cut would. */
    public void kill() throws InterruptedException {
        Process current = process;
        if (current != null) {
            current.destroyForcibly();
            current.waitFor();
        }
    }

    /** Asks the process to end, and returns at once. */
    void requestStop() {
        Process current = process;
        if (current != null) {
            current.destroy();
        }
    }

    @Override
    public void close() {
        Process current = process;
        if (current == null) {
            return;
        }
        current.destroy();
        try {
            if (!current.waitFor(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
                current.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void await(String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        String last = "no answer";
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest probe = HttpRequest.newBuilder(url().resolve(path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            while (System.nanoTime() < deadline) {
                if (!isRunning()) {
                    throw new IOException(
                            name + " ended while starting; its last words are in " + log + ":\n" + tail());
                }
                try {
                    HttpResponse<String> answer = http.send(probe, HttpResponse.BodyHandlers.ofString());
                    if (answer.statusCode() == 200) {
                        return;
                    }
                    last = answer.statusCode() + " " + answer.body();
                } catch (IOException notYet) {
                    last = String.valueOf(notYet.getMessage());
                }
                Thread.sleep(100);
            }
        }
        throw new IOException(name + " did not get ready in " + STARTUP.toSeconds() + " s (" + last + "); its log is "
                + log + ":\n" + tail());
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }
}
