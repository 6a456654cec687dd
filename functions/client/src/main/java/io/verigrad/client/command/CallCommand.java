package io.verigrad.client.command;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.CallStep;
import io.verigrad.client.ChannelCalls;
import io.verigrad.client.ChannelClient;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.channel.ChannelBook;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.rehearsal.RehearsalOutcome;
import io.verigrad.client.rehearsal.Rehearsals;
import io.verigrad.collateral.CollateralService;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "call",
        description = "Calls a model on a runner, pays for it, and prints the answer once its receipt is verified.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:answered and verified",
            "1:refused by the runner",
            "2:wrong usage",
            "4:receipt not authentic",
            "5:receipt or price not acceptable",
            "6:network"
        })
final class CallCommand implements Callable<Integer> {
    private static final int MAX_ANSWER = 64 << 20;
    /** Nobody should have to wait longer for what a runner did not earn. */
    private static final Duration MAX_DELAY = Duration.ofDays(7);

    @Parameters(index = "0", paramLabel = "RUNNER", description = "The runner's URL, such as http://127.0.0.1:8080.")
    private URI runner = URI.create("");

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /v1/embeddings.")
    private String path = "";

    @Parameters(index = "2", paramLabel = "JSON", description = "The request's body, or @ and the name of a file.")
    private String body = "";

    @Mixin
    private NetworkOptions options = new NetworkOptions();

    @Mixin
    private PayingOptions paying = new PayingOptions();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Mixin
    private EvidenceOptions evidence = new EvidenceOptions();

    @Option(
            names = "--deposit",
            paramLabel = "UNITS",
            defaultValue = "100000",
            description = "What --scheme channel pays in at a time, atomic units (default: ${DEFAULT-VALUE}).")
    private String deposit = "100000";

    @Option(
            names = "--dry-run",
            description = "Pay nothing and run nothing: print the price, the request's hash and who would sign.")
    private boolean dryRun;

    @Option(names = "--json", description = "With --dry-run, print one JSON object.")
    private boolean json;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the answer to this file, as it came. A terminal shows long rows of numbers abridged.")
    private @Nullable Path output;

    @Option(names = "--save", paramLabel = "FILE", description = "Write the receipt to this file.")
    private @Nullable Path save;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "For each request (default: ${DEFAULT-VALUE}).")
    private int timeout = 120;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        NetworkFile network = options.read();
        if (dryRun) {
            return rehearse(network);
        }
        if (json) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--json is for --dry-run: an answer is printed as the model gave it");
        }
        ClientPolicy policy = paying.isByChannel()
                ? paying.channelPolicy(network, options.minAssurance())
                : paying.policy(network, options.minAssurance());
        URI target = RunnerTarget.of(runner, path);
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(timeout), MAX_ANSWER);
                CollateralService collateral = evidence.collateral(options.offline(), clock)) {
            if (paying.isByChannel()) {
                return report(
                        byChannel(network, policy, http, random, clock, trust.keys(http, collateral, random, clock))
                                .post(target, request(), this::print));
            }
            VerigradClient client = trust.apply(
                    new VerigradClient(
                                    options.network(network), policy, http, paying.key(network, options), random, clock)
                            .within(paying.allowance(options, clock)),
                    trust.keys(http, collateral, random, clock));
            return report(client.post(target, request(), this::print));
        }
    }

    private int rehearse(NetworkFile network) throws CommandFailure {
        trust.requireUnsealed("--dry-run");
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(timeout), MAX_ANSWER)) {
            RehearsalOutcome outcome = new Rehearsals(options.network(network), http)
                    .of(RunnerTarget.of(runner, path), request(), options.minAssurance());
            return RehearsalReport.print(outcome, json, spec.commandLine());
        }
    }

    private ChannelCalls byChannel(
            NetworkFile network,
            ClientPolicy policy,
            BoundedHttp http,
            SecureRandom random,
            Clock clock,
            Optional<AttestedKeys> keys)
            throws CommandFailure {
        trust.requireUnsealed("--scheme channel");
        TokenAmount paidIn = CommandArguments.amount(deposit);
        return new ChannelCalls(
                options.network(network),
                policy,
                new ChannelClient.ChannelLimits(paidIn, paidIn, MAX_DELAY),
                new ChannelBook(options.resolve("channels")),
                http,
                paying.key(network, options),
                random,
                clock,
                keys);
    }

    private void print(CallStep step) {
        spec.commandLine().getErr().println(StepLine.of(step));
    }

    private int report(CallOutcome outcome) throws CommandFailure {
        return switch (outcome) {
            case CallOutcome.Answered answered -> {
                ReceiptFile.save(save, answered);
                print(answered.body());
                yield ExitCode.OK;
            }
            case CallOutcome other -> {
                ReceiptFile.save(save, other);
                throw CallFailures.of(other, spec.commandLine().getErr());
            }
        };
    }

    private void print(Bytes answer) throws CommandFailure {
        if (output != null) {
            try {
                Files.write(output, answer.toArray());
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.USAGE, "cannot write " + output + ": " + e, e);
            }
            return;
        }
        // A program that reads the answer gets it whole.
        boolean watched = System.console() != null && System.console().isTerminal();
        spec.commandLine()
                .getOut()
                .println(watched ? AnswerText.abridged(answer) : new String(answer.toArray(), StandardCharsets.UTF_8));
    }

    private Bytes request() throws CommandFailure {
        if (!body.startsWith("@")) {
            return Bytes.of(body.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Bytes.of(InputFile.read(Path.of(body.substring(1)), MAX_ANSWER));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot read " + body.substring(1) + ": " + e, e);
        }
    }
}
