package io.verigrad.client.command;

import io.verigrad.client.Network;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.receipt.AnswerStream;
import io.verigrad.client.receipt.Content;
import io.verigrad.client.receipt.KeyStanding;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.client.receipt.ReceiptFormatException;
import io.verigrad.client.receipt.ReceiptVerification;
import io.verigrad.client.receipt.ReceiptVerifier;
import io.verigrad.client.registry.EnclaveRegistryReader;
import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.SignedReceipt;
import java.io.IOException;
import java.nio.file.Path;
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
        name = "verify",
        description = "Verifies a receipt: signature, offer and price, the key's epoch on chain, and the content if"
                + " you have it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:verified",
            "2:wrong usage",
            "3:malformed",
            "4:not authentic",
            "5:authentic, not acceptable",
            "6:network"
        })
final class ReceiptVerifyCommand implements Callable<Integer> {
    private static final int MAX_CONTENT = 64 << 20;

    @Parameters(paramLabel = "FILE", description = "The receipt, as JSON or as the header Verigrad-Receipt.")
    private Path file = Path.of("");

    @Mixin
    private NetworkOptions options = new NetworkOptions();

    @Option(names = "--request", paramLabel = "FILE", description = "The request's body, to compare its hash.")
    private @Nullable Path request;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            defaultValue = "/v1/embeddings",
            description = "The path that the request was posted to (default: ${DEFAULT-VALUE}).")
    private String path = "/v1/embeddings";

    @Option(names = "--response", paramLabel = "FILE", description = "The answer's body, to compare its hash.")
    private @Nullable Path response;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        Network network = options.network(options.read());
        SignedReceipt receipt = receipt();
        Content content = new Content(
                content(request).map(body -> ContentHash.request("POST", path, body)),
                content(response)
                        .map(body -> AnswerStream.isStream(body)
                                ? AnswerStream.read(body, receipt.receipt().requestHash(), network.domain())
                                        .link()
                                : ContentHash.response(body)));
        KeyStanding standing = standing(network, receipt);
        ReceiptVerification verification = new ReceiptVerifier(
                        network.domain(), options.minAssurance(), Clock.systemUTC())
                .verify(receipt, content, standing);
        ReceiptReport report = new ReceiptReport(receipt, content, standing, verification);
        spec.commandLine().getOut().println(json ? report.toJson() : report.toText());
        return ExitCode.of(verification);
    }

    private SignedReceipt receipt() throws CommandFailure {
        try {
            return ReceiptCodec.parse(read(file, ReceiptCodec.MAX_SIZE));
        } catch (ReceiptFormatException e) {
            throw new CommandFailure(ExitCode.MALFORMED, file + ": " + e.getMessage(), e);
        }
    }

    private static KeyStanding standing(Network network, SignedReceipt receipt) throws CommandFailure {
        if (network.registry().isEmpty()) {
            return new KeyStanding.NotAsked();
        }
        Network.Registry registry = network.registry().get();
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(20), 1 << 20)) {
            return new EnclaveRegistryReader(http, registry.rpcUrl(), network.chainId(), registry.address())
                    .standingOf(receipt.receipt().enclaveKey());
        } catch (RegistryUnavailableException e) {
            throw new CommandFailure(
                    ExitCode.NETWORK, "cannot ask the registry: " + e.getMessage() + "; --offline skips this", e);
        }
    }

    private static Optional<byte[]> content(@Nullable Path body) throws CommandFailure {
        return body == null ? Optional.empty() : Optional.of(read(body, MAX_CONTENT));
    }

    private static byte[] read(Path file, int maxSize) throws CommandFailure {
        try {
            return InputFile.read(file, maxSize);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.MALFORMED, "cannot read " + file + ": " + e, e);
        }
    }
}
