package io.verigrad.client.command;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.proxy.Proxy;
import io.verigrad.client.proxy.ProxyServer;
import io.verigrad.collateral.CollateralService;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "proxy",
        description =
                "Serves OpenAI's API on this machine: checks the runner's evidence, pays for each call, and hands over"
                        + " answers whose receipt is verified. Programs need nothing but its base URL.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"2:wrong usage", "5:the runner's evidence is not acceptable", "6:network"})
final class ProxyCommand implements Callable<Integer> {
    private static final int MAX_ANSWER = 64 << 20;

    @Parameters(index = "0", paramLabel = "RUNNER", description = "The runner's URL, such as http://127.0.0.1:8080.")
    private URI runner = URI.create("");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8787",
            description = "Where to listen, on 127.0.0.1 (default: ${DEFAULT-VALUE}).")
    private int port = 8787;

    @Option(
            names = "--budget",
            paramLabel = "UNITS",
            required = true,
            description = "The most to spend until the proxy is stopped, atomic units.")
    private String budget = "";

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "File with the key that programs must send (default: any program of this machine may spend).")
    private @Nullable Path apiKeyFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "For each request to the runner (default: ${DEFAULT-VALUE}).")
    private int timeout = 120;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private PayingOptions paying = new PayingOptions();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Mixin
    private EvidenceOptions evidence = new EvidenceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        NetworkFile file = network.read();
        ClientPolicy policyOfCalls = paying.policy(file, network.minAssurance());
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(timeout), MAX_ANSWER);
                CollateralService collateral = evidence.collateral(false, clock)) {
            Optional<AttestedKeys> keys = trust.keys(http, collateral, random, clock);
            VerigradClient client = trust.apply(
                    new VerigradClient(
                                    network.network(file),
                                    policyOfCalls,
                                    http,
                                    paying.key(file, network),
                                    random,
                                    clock)
                            .within(paying.allowance(network, clock)),
                    keys);
            if (keys.isPresent()) {
                greet(keys.get());
            }
            Proxy proxy = new Proxy(client, http, base(), total(), policyOfCalls.maxPerCall(), this::report);
            try (ProxyServer server = ProxyServer.start(proxy, port, apiKey())) {
                spec.commandLine().getOut().println("OPENAI_BASE_URL=" + server.baseUrl());
                awaitEnd();
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.USAGE, "cannot listen on port " + port + ": " + e.getMessage(), e);
            }
        }
        return ExitCode.OK;
    }

    /** A runner that is not what it should be is better known now than at the first call. */
    private void greet(AttestedKeys keys) throws CommandFailure {
        switch (keys.of(base())) {
            case AttestedKeys.Standing.Attested(var accepted) ->
                spec.commandLine()
                        .getErr()
                        .println("attested " + accepted.registration().enclaveKey() + ", "
                                + accepted.measurementSet() + ", at most "
                                + accepted.registration().maxAssurance());
            case AttestedKeys.Standing.Refused(String problem, var outcome) ->
                throw new CommandFailure(outcome.isPresent() ? ExitCode.POLICY : ExitCode.NETWORK, problem);
        }
    }

    private void report(String path, CallOutcome outcome) {
        PrintWriter err = spec.commandLine().getErr();
        switch (outcome) {
            case CallOutcome.Answered answered ->
                err.println(path + "  verified, receipt " + answered.receipt().id() + ", charge "
                        + answered.receipt().receipt().charge());
            case CallOutcome.Unverified unverified ->
                err.println(path + "  WITHHELD " + unverified.verification().violations());
            case CallOutcome.Unconfirmed unconfirmed -> err.println(path + "  WITHHELD " + unconfirmed.problem());
            case CallOutcome.Refused refused ->
                err.println(path + "  refused, " + refused.reason().code() + ": " + refused.detail());
            case CallOutcome.Unreachable unreachable -> err.println(path + "  no answer: " + unreachable.problem());
        }
    }

    private URI base() throws CommandFailure {
        boolean http = "http".equals(runner.getScheme()) || "https".equals(runner.getScheme());
        if (!http || runner.getHost() == null) {
            throw new CommandFailure(ExitCode.USAGE, "expected a runner's http or https URL, found " + runner);
        }
        return runner;
    }

    private TokenAmount total() throws CommandFailure {
        try {
            return TokenAmount.parse(budget);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--budget: " + e.getMessage(), e);
        }
    }

    private Optional<String> apiKey() throws CommandFailure {
        if (apiKeyFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new String(InputFile.read(apiKeyFile, 1024), java.nio.charset.StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot read " + apiKeyFile + ": " + e, e);
        }
    }

    private static void awaitEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
