package io.verigrad.devnet.chaos;

import io.verigrad.devnet.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** The network's broker, moved into a process of its own so that it can die. It keeps its data and its port. */
final class BrokerProcess implements AutoCloseable {
    private static final int TRIES = 60;

    private final KafkaBroker broker;
    private final Path log;
    private @Nullable Process process;

    BrokerProcess(KafkaBroker broker, Path log) {
        this.broker = broker;
        this.log = log;
    }

    /** The process: folder, port and controller's port. It ends when it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new KafkaBroker(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])).start();
        new CountDownLatch(1).await();
    }

    long pid() {
        Process running = process;
        return running == null ? -1 : running.pid();
    }

    /** Starts it and returns when it answers. */
    void start() throws IOException, InterruptedException {
        broker.stop();
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        broker.directory().toString(),
                        Integer.toString(broker.port()),
                        Integer.toString(broker.controllerPort())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        awaitAnswer();
    }

    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.waitFor();
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "request.timeout.ms", "2000",
                "default.api.timeout.ms", "2000");
        try (Admin admin = Admin.create(settings)) {
            for (int i = 0; i < TRIES; i++) {
                try {
                    admin.listTopics().names().get();
                    return;
                } catch (ExecutionException notYet) {
                    Thread.sleep(250);
                }
            }
        }
        throw new IOException("the broker does not answer; its log is " + log);
    }
}
