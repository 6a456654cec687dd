package io.verigrad.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.runner.SampleStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The libraries that run models report their use to their makers unless they are told not to, and some only where nothing
 * looks like continuous integration. So a process with an empty environment runs a model: whatever it would ask for over
 * HTTP meets our listener as its proxy, and whatever it writes to its home is there afterwards.
 */
class QuietTest {
    @TempDir
    Path home;

    @TempDir
    Path temporary;

    @Test
    void tellsNobodyAndLeavesNothingBehind() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            proxy.setSoTimeout(200);
            String port = Integer.toString(proxy.getLocalPort());
            Path output = temporary.resolve("output.txt");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-Xmx512m",
                            "-Duser.home=" + home,
                            "-Djava.io.tmpdir=" + temporary,
                            "-Dhttp.proxyHost=127.0.0.1",
                            "-Dhttp.proxyPort=" + port,
                            "-Dhttps.proxyHost=127.0.0.1",
                            "-Dhttps.proxyPort=" + port,
                            "-cp",
                            System.getProperty("java.class.path"),
                            QuietProbe.class.getName(),
                            SampleStore.written().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().put("HOME", home.toString());
            Process process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(Files.readString(output, StandardCharsets.UTF_8)).contains("dimensions 384");
            assertThat(asked(proxy)).isFalse();
            assertThat(files(home)).isEmpty();
            assertThat(files(temporary)).containsExactly("output.txt");
        }
    }

    private static boolean asked(ServerSocket proxy) throws IOException {
        try (Socket caller = proxy.accept()) {
            return caller.isConnected();
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
