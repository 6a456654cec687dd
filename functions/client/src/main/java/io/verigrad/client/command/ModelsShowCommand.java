package io.verigrad.client.command;

import io.verigrad.client.runner.ListedModel;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Shows one of a runner's models. The digest is what its receipts have to name.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:shown", "1:the runner has no such model", "2:wrong usage", "6:network"})
final class ModelsShowCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUNNER", description = "The runner's URL.")
    private URI runner = URI.create("");

    @Parameters(index = "1", paramLabel = "MODEL", description = "The model's name or digest.")
    private String name = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        ListedModel model = RunnerModels.of(runner).stream()
                .filter(listed -> listed.name().equals(name)
                        || listed.digest()
                                .map(Hash32::toString)
                                .filter(name::equals)
                                .isPresent())
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.REFUSED,
                        "the runner has no model of that name or digest; 'models list' names its own"));
        spec.commandLine().getOut().println(json ? RunnerModels.json(model) : text(model));
        return ExitCode.OK;
    }

    private static String text(ListedModel model) {
        return """
                model      %s
                digest     %s
                version    %s
                task       %s
                price      %s atomic units for one call
                licence    %s
                card       %s""".formatted(
                        model.name(),
                        model.digest().map(Hash32::toString).orElse("the runner names none"),
                        model.version(),
                        model.task(),
                        model.price().map(TokenAmount::toString).orElse("?"),
                        model.licence(),
                        Printable.of(Bytes.of((model.card().isTextual()
                                        ? model.card().asText()
                                        : model.card().toString())
                                .getBytes(StandardCharsets.UTF_8))));
    }
}
