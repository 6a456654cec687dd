package io.verigrad.client.command;

import io.verigrad.client.transaction.TransactionOutcome;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
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
        name = "publish",
        description =
                "Publishes a version of a model in the registry on chain, with its price; the account becomes its owner.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done on chain",
            "1:the contract refuses it",
            "2:wrong usage",
            "6:network, or not mined in time"
        })
final class ModelsPublishCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The model's name, one for each publisher.")
    private String name = "";

    @Option(
            names = "--digest",
            paramLabel = "HASH",
            required = true,
            description = "The digest of the version's manifest: SHA-256 of its canonical JSON.")
    private String digest = "";

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Who is paid for it (default: the account itself).")
    private @Nullable String host;

    @Option(
            names = "--assurance",
            paramLabel = "LEVEL",
            defaultValue = "WEIGHTS_BOUND",
            description = "The level that its receipts can reach (default: ${DEFAULT-VALUE}).")
    private Assurance assurance = Assurance.WEIGHTS_BOUND;

    @Option(
            names = "--price",
            paramLabel = "ASSET=FLAT[,INPUT,OUTPUT]",
            description = "What a call costs in a token, and each unit of input and output, atomic units; repeatable.")
    private List<String> prices = new ArrayList<>();

    @Mixin
    private AccountOptions options = new AccountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        Hash32 manifest = CommandArguments.hash(digest);
        @Nullable Address payee = host == null ? null : CommandArguments.address(host);
        List<ModelPrice> asked = new ArrayList<>();
        for (String price : prices) {
            asked.add(ModelPrice.parse(price));
        }
        return options.use((account, contracts) -> {
            ModelPublication publication = new ModelPublication(account, contracts.modelRegistry());
            Hash32 model = publication.model(name);
            TransactionOutcome.Done done =
                    publication.version(model, manifest, payee == null ? account.address() : payee, assurance);
            long version = publication.versionOf(model, manifest);
            for (ModelPrice price : asked) {
                publication.price(model, version, price);
            }
            spec.commandLine()
                    .getOut()
                    .println(new TransactionReport()
                            .with("model", model)
                            .with("version", version)
                            .with("digest", manifest)
                            .with(done)
                            .print(options.json()));
            return ExitCode.OK;
        });
    }
}
