package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.verigrad.client.runner.ListedModel;
import io.verigrad.value.TokenAmount;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = "Lists a runner's models with the price of one call in atomic units.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:listed", "2:wrong usage", "6:network"})
final class ModelsListCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUNNER", description = "The runner's URL.")
    private URI runner = URI.create("");

    @Option(names = "--json", description = "Print one JSON array.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        List<ListedModel> models = RunnerModels.of(runner);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            models.forEach(model -> array.add(RunnerModels.json(model)));
            out.println(array);
            return ExitCode.OK;
        }
        out.printf("%-24s %-12s %-20s %10s%n", "model", "version", "task", "price");
        models.forEach(model -> out.printf(
                "%-24s %-12s %-20s %10s%n",
                model.name(),
                model.version(),
                model.task(),
                model.price().map(TokenAmount::toString).orElse("?")));
        return ExitCode.OK;
    }
}
