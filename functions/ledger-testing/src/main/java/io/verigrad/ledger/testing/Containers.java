package io.verigrad.ledger.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** Decides between a container and the embedded server. */
final class Containers {
    private Containers() {}

    static boolean wanted() {
        String services = System.getProperty("it.services", "auto");
        return switch (services) {
            case "docker" -> true;
            case "embedded" -> false;
            case "auto" -> daemonAnswers();
            default ->
                throw new IllegalArgumentException(
                        "expected it.services to be auto, docker or embedded, found \"" + services + '"');
        };
    }

    /** Looks for a socket first: asking Testcontainers costs half a second and many lines of log. */
    private static boolean daemonAnswers() {
        return (System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock")))
                && DockerClientFactory.instance().isDockerAvailable();
    }
}
