package io.verigrad.client.command;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.client.receipt.ReceiptFormatException;
import io.verigrad.client.recheck.RecheckResult;
import io.verigrad.client.recheck.Rechecks;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "recheck",
        description = "Pays another runner to run the request of a receipt again, and prints its signed verdict on the"
                + " answer.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the answer is the same, or within the tolerance",
            "1:refused by the runner",
            "2:wrong usage",
            "3:malformed",
            "4:the verdict or its receipt is not authentic",
            "5:the answer is another, or it cannot be said",
            "6:network"
        })
final class ReceiptRecheckCommand implements Callable<Integer> {
    private static final int MAX_CONTENT = 8 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    @Parameters(index = "0", paramLabel = "RUNNER", description = "The URL of another runner.")
    private URI runner = URI.create("");

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "The receipt, as JSON or as the header Verigrad-Receipt.")
    private Path file = Path.of("");

    @Option(
            names = "--path",
            paramLabel = "PATH",
            defaultValue = "/v1/embeddings",
            description = "The path that the request was posted to (default: ${DEFAULT-VALUE}).")
    private String path = "/v1/embeddings";

    @Option(names = "--request", paramLabel = "FILE", required = true, description = "The request's body.")
    private Path request = Path.of("");

    @Option(names = "--response", paramLabel = "FILE", required = true, description = "The answer's body.")
    private Path response = Path.of("");

    @Option(names = "--json", description = "Print the signed verdict as one JSON object.")
    private boolean json;

    @Mixin
    private NetworkOptions options = new NetworkOptions();

    @Mixin
    private PayingOptions paying = new PayingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        NetworkFile network = options.read();
        SignedReceipt receipt = receipt();
        try (BoundedHttp http = BoundedHttp.create(TIMEOUT, MAX_CONTENT)) {
            VerigradClient client = new VerigradClient(
                    options.network(network),
                    paying.policy(network, options.minAssurance()),
                    http,
                    paying.key(network, options),
                    new SecureRandom(),
                    Clock.systemUTC());
            return report(new Rechecks(client)
                    .ask(
                            runner,
                            receipt,
                            path,
                            Bytes.of(read(request, MAX_CONTENT)),
                            Bytes.of(read(response, MAX_CONTENT)),
                            step -> spec.commandLine().getErr().println(StepLine.of(step))));
        }
    }

    private int report(RecheckResult result) throws CommandFailure {
        return switch (result) {
            case RecheckResult.Judged(SignedRecheck verdict, SignedReceipt by) -> {
                spec.commandLine()
                        .getOut()
                        .println(
                                json
                                        ? new String(Json.write(verdict), StandardCharsets.UTF_8)
                                        : verdict.recheck().outcome() + ", "
                                                + verdict.recheck().assurance() + ", by enclave "
                                                + by.receipt().enclaveKey());
                yield verdict.recheck().assurance() == Assurance.REEXECUTED ? ExitCode.OK : ExitCode.POLICY;
            }
            case RecheckResult.NotAVerdict(String problem) -> throw new CommandFailure(ExitCode.NOT_AUTHENTIC, problem);
            case RecheckResult.NotAnswered(CallOutcome.Unreachable unreachable) ->
                throw new CommandFailure(ExitCode.NETWORK, unreachable.problem());
            case RecheckResult.NotAnswered(CallOutcome.Unconfirmed unconfirmed) ->
                throw new CommandFailure(ExitCode.NETWORK, unconfirmed.problem());
            case RecheckResult.NotAnswered(CallOutcome.Unverified unverified) ->
                throw new CommandFailure(
                        ExitCode.of(unverified.verification()),
                        unverified.verification().violations().toString());
            case RecheckResult.NotAnswered(CallOutcome.Refused refused) ->
                throw new CommandFailure(
                        refused.reason() == CallOutcome.Reason.NO_ACCEPTABLE_OFFER ? ExitCode.POLICY : ExitCode.REFUSED,
                        refused.reason().code() + ": " + refused.detail() + " " + Printable.of(refused.body()));
            case RecheckResult.NotAnswered(CallOutcome.Answered answered) ->
                throw new IllegalStateException(
                        "an answer is judged: " + answered.receipt().id());
        };
    }

    private SignedReceipt receipt() throws CommandFailure {
        try {
            return ReceiptCodec.parse(read(file, ReceiptCodec.MAX_SIZE));
        } catch (ReceiptFormatException e) {
            throw new CommandFailure(ExitCode.MALFORMED, file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file, int maxSize) throws CommandFailure {
        try {
            return InputFile.read(file, maxSize);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.MALFORMED, "cannot read " + file + ": " + e, e);
        }
    }
}
