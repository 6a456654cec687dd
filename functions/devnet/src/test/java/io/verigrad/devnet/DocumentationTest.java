package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.client.command.VerigradCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages tell people to type is typed here, against a network with other ports. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentationTest {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

    /** Commands of the launcher and of networks of their own; other tests run them. */
    private static final Set<String> ELSEWHERE =
            Set.of("demo", "chaos", "validators", "test", "devnet", "build", "image");

    private Path folder;
    private String runnerPort;
    private int proxyPort;
    private Optional<Thread> proxy = Optional.empty();
    private Optional<String> homeBefore;

    @BeforeAll
    void prepare(Devnet devnet, @TempDir Path directory) throws Exception {
        folder = directory;
        runnerPort = Integer.toString(devnet.runner().url().getPort());
        try (ServerSocket free = new ServerSocket(0)) {
            proxyPort = free.getLocalPort();
        }
        Files.createDirectories(folder.resolve(".verigrad/devnet/keys"));
        devnet.writeNetworkFile(folder.resolve(".verigrad/network.json"));
        Files.copy(devnet.policyFile(), folder.resolve(".verigrad/devnet/keys/policy.yaml"));
        Map.of("payer", Accounts.OTHER_PAYER, "holder", Accounts.ADMINISTRATOR, "publisher", Accounts.ADMINISTRATOR)
                .forEach((name, key) -> writeKey(name, key.secret().toString()));
        NodeScripts.install(folder, "x402-clients");
        Files.createSymbolicLink(folder.resolve("node_modules"), HOME.resolve("functions/x402-clients/node_modules"));
        homeBefore = Optional.ofNullable(System.getProperty("verigrad.home"));
        System.setProperty("verigrad.home", folder.toString());
    }

    @AfterAll
    void tidy() throws Exception {
        homeBefore.ifPresentOrElse(
                home -> System.setProperty("verigrad.home", home), () -> System.clearProperty("verigrad.home"));
        if (proxy.isPresent()) {
            proxy.get().interrupt();
            proxy.get().join();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/pay-for-a-call.md",
                "docs/verify-a-receipt.md",
                "docs/run-a-gpu-node.md",
                "docs/publish-a-model.md",
                "docs/validate.md",
                "docs/govern.md"
            })
    void everyBlockOfThePageDoesWhatItSays(String page) throws Exception {
        for (Snippet snippet : Snippet.of(HOME.resolve(page))) {
            switch (snippet.language()) {
                case "sh" -> shell(snippet);
                case "python" -> program(snippet, "snippet.py", "python3");
                case "ts" -> program(withoutTypes(snippet), "snippet.mjs", "node");
                case "java" ->
                    program(
                            snippet,
                            "Snippet.java",
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"));
                default -> assertThat(snippet.language()).as("%s", snippet).isIn("mermaid", "json");
            }
        }
    }

    @Test
    void everyCommandOfAnyPageExists() throws IOException {
        Set<String> ours = Main.commandLine().getSubcommands().keySet();
        String launcher = Files.readString(HOME.resolve("verigrad"));
        try (Stream<Path> pages = Files.list(HOME.resolve("docs"))) {
            for (Path page :
                    pages.filter(path -> path.toString().endsWith(".md")).toList()) {
                for (Snippet snippet : Snippet.of(page)) {
                    snippet.lines().stream()
                            .filter(line -> line.startsWith("./verigrad "))
                            .map(line -> Snippet.words(line).get(1))
                            .filter(command -> !launcher.contains("./verigrad " + command))
                            .forEach(command ->
                                    assertThat(ours).as("%s", snippet).contains(command));
                }
            }
        }
    }

    private void shell(Snippet snippet) throws Exception {
        List<String> others = new ArrayList<>();
        for (String line : snippet.lines()) {
            if (!line.startsWith("./verigrad ")) {
                others.add(line);
                continue;
            }
            List<String> words = Snippet.words(line).stream().map(this::here).toList();
            List<String> arguments = words.subList(1, words.size());
            if (arguments.getFirst().equals("proxy")) {
                startProxy(arguments);
            } else if (!ELSEWHERE.contains(arguments.getFirst())) {
                StringWriter out = new StringWriter();
                assertThat(command(out, arguments))
                        .as("%s: %s%n%s", snippet, line, out)
                        .isEqualTo(snippet.expectedExit(line));
            }
        }
        if (!others.isEmpty()) {
            String script = "set -e\n" + String.join("\n", others);
            program(new Snippet(snippet.place(), "sh", script), "snippet.sh", "sh");
        }
    }

    private void program(Snippet snippet, String file, String... command) throws Exception {
        Path written = Files.writeString(folder.resolve(file), onThesePorts(snippet.text()));
        Path out = folder.resolve("out");
        List<String> whole = new ArrayList<>(List.of(command));
        whole.add(written.toString());
        Process process = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        String output = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", snippet, output).isZero();
        assertThat(output).as("%s", snippet).isNotBlank();
    }

    /** The node that the tests have runs JavaScript only; these are the types that pages use. */
    private static Snippet withoutTypes(Snippet snippet) {
        return new Snippet(
                snippet.place(),
                "js",
                snippet.text().replaceAll(" as `[^`]*`", "").replace(": Response", ""));
    }

    private void startProxy(List<String> arguments) throws Exception {
        if (proxy.isPresent()) {
            return;
        }
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(
                "--port",
                Integer.toString(proxyPort),
                "--collateral",
                folder.resolve("collateral").toString()));
        proxy = Optional.of(Thread.ofVirtual().start(() -> command(new StringWriter(), all)));
        for (int i = 0; i < 600; i++) {
            try (Socket listening = new Socket("127.0.0.1", proxyPort)) {
                assertThat(listening.isConnected()).isTrue();
                return;
            } catch (IOException notYet) {
                Thread.sleep(50);
            }
        }
        throw new AssertionError("the proxy does not listen");
    }

    private static int command(StringWriter out, List<String> arguments) {
        return VerigradCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments.toArray(String[]::new));
    }

    /** Files that pages name are in the folder of this test. */
    private String here(String word) {
        return word.matches("[A-Za-z.][A-Za-z0-9/._-]*\\.(json|txt|key|yaml)")
                ? folder.resolve(word).toString()
                : onThesePorts(word);
    }

    private String onThesePorts(String text) {
        return text.replace("127.0.0.1:8080", "127.0.0.1:" + runnerPort)
                .replace("127.0.0.1:8787", "127.0.0.1:" + proxyPort);
    }

    private void writeKey(String name, String secret) {
        try {
            Directories.writeSecret(folder.resolve(name + ".key"), secret);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
