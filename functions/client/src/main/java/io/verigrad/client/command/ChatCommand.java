package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.verigrad.client.CallOutcome;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.inference.ChatMessage;
import io.verigrad.client.inference.ChatRequest;
import io.verigrad.collateral.CollateralService;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedReceipt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "chat",
        description =
                "Talks with a model, pays for each answer, and prints it as it comes, as far as it is signed by a key that"
                        + " the registry knows. Without a message it reads one from each line of standard input.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:answered and verified",
            "1:refused by the runner",
            "2:wrong usage",
            "4:receipt not authentic; what was printed of the answer is signed, and may be cut short",
            "5:receipt or price not acceptable",
            "6:network"
        })
final class ChatCommand implements Callable<Integer> {
    private static final int MAX_ANSWER = 64 << 20;
    private static final String PATH = "/v1/chat/completions";

    @Parameters(index = "0", paramLabel = "RUNNER", description = "The runner's URL, such as http://127.0.0.1:8080.")
    private URI runner = URI.create("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "MESSAGE", description = "What to say.")
    private @Nullable String message;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            required = true,
            description = "The model, as 'models list' names it.")
    private String model = "";

    @Option(names = "--system", paramLabel = "TEXT", description = "What the model is told first.")
    private @Nullable String system;

    @Option(names = "--max-tokens", paramLabel = "N", description = "The most that one answer may hold.")
    private @Nullable Integer maxTokens;

    @Option(names = "--json", description = "Print one JSON object for each answer, once all of it is verified.")
    private boolean json;

    @Option(names = "--save", paramLabel = "FILE", description = "Write the last answer's receipt to this file.")
    private @Nullable Path save;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "For each answer (default: ${DEFAULT-VALUE}).")
    private int timeout = 120;

    @Mixin
    private NetworkOptions options = new NetworkOptions();

    @Mixin
    private PayingOptions paying = new PayingOptions();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Mixin
    private EvidenceOptions evidence = new EvidenceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final List<ChatMessage> said = new ArrayList<>();

    @Override
    public Integer call() throws CommandFailure {
        NetworkFile network = options.read();
        URI target = RunnerTarget.of(runner, PATH);
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(timeout), MAX_ANSWER);
                CollateralService collateral = evidence.collateral(options.offline(), clock)) {
            VerigradClient client = trust.apply(
                    new VerigradClient(
                                    options.network(network),
                                    paying.policy(network, options.minAssurance()),
                                    http,
                                    paying.key(network, options),
                                    random,
                                    clock)
                            .within(paying.allowance(options, clock)),
                    trust.keys(http, collateral, random, clock));
            if (system != null) {
                said.add(ChatMessage.system(system));
            }
            if (message != null) {
                say(client, target, message);
            } else {
                talk(client, target);
            }
        }
        return ExitCode.OK;
    }

    private void talk(VerigradClient client, URI target) throws CommandFailure {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    say(client, target, line);
                }
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot read standard input: " + e.getMessage(), e);
        }
    }

    private void say(VerigradClient client, URI target, String words) throws CommandFailure {
        said.add(ChatMessage.user(words));
        ChatRequest request = ChatRequest.of(model, said);
        StringBuilder answer = new StringBuilder();
        CallOutcome outcome = client.stream(
                target,
                (maxTokens == null ? request : request.withMaxTokens(maxTokens)).streamJson(),
                piece -> show(piece, answer),
                step -> {});
        ReceiptFile.save(save, outcome);
        PrintWriter out = spec.commandLine().getOut();
        if (!json && !answer.isEmpty()) {
            out.println();
        }
        if (!(outcome instanceof CallOutcome.Answered answered)) {
            throw CallFailures.of(outcome, spec.commandLine().getErr());
        }
        said.add(ChatMessage.assistant(answer.toString()));
        end(answered.receipt(), answer.toString());
    }

    private void show(String piece, StringBuilder answer) {
        answer.append(piece);
        if (!json) {
            // Text of a stranger: no sequence of it may speak to the terminal.
            spec.commandLine().getOut().print(piece.replaceAll("[\\p{Cntrl}&&[^\n\t]]", ""));
            spec.commandLine().getOut().flush();
        }
    }

    private void end(SignedReceipt receipt, String answer) {
        Receipt facts = receipt.receipt();
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(JsonNodeFactory.instance
                            .objectNode()
                            .put("text", answer)
                            .put("finish", facts.finish().name())
                            .put("inputTokens", facts.inputUnits())
                            .put("outputTokens", facts.outputUnits())
                            .put("charge", facts.charge().toString())
                            .put("assurance", facts.assurance().name())
                            .put("receipt", receipt.id().toString()));
            return;
        }
        spec.commandLine()
                .getErr()
                .println("verified  " + receipt.id() + ", " + facts.assurance() + ", charge " + facts.charge());
    }
}
