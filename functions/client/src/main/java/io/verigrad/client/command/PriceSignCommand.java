package io.verigrad.client.command;

import io.verigrad.json.Json;
import io.verigrad.price.PriceStatement;
import io.verigrad.price.SignedPrice;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sign",
        description = "Signs the price of a token as of now, and prints it as runners read it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:signed", "2:wrong usage"})
final class PriceSignCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(1);

    @Parameters(index = "0", paramLabel = "PAIR", description = "What is priced in what, such as OPG/USD.")
    private String pair = "";

    @Parameters(index = "1", paramLabel = "PRICE", description = "Of one whole token, such as 0.0731.")
    private BigDecimal price = BigDecimal.ZERO;

    @Option(names = "--token", required = true, paramLabel = "ADDRESS", description = "The token's contract.")
    private String token = "";

    @Option(names = "--chain", required = true, paramLabel = "ID", description = "The token's chain, 8453 for Base.")
    private long chain;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The key that runners believe.")
    private Path key = Path.of("");

    @Option(
            names = "--valid",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long the price is good for, a day at most; default: ${DEFAULT-VALUE}.")
    private long valid = 300;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        if (valid <= 0 || valid > LONGEST.toSeconds()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--valid: expected 1 to " + LONGEST.toSeconds() + " seconds, found " + valid);
        }
        long now = Clock.systemUTC().instant().getEpochSecond();
        try {
            TokenAmount amount = new TokenAmount(
                    price.movePointRight(PriceStatement.DECIMALS).toBigIntegerExact());
            SignedPrice signed = SignedPrice.sign(
                    new PriceStatement(pair, amount, now, now + valid),
                    PriceStatement.domain(new ChainId(chain), CommandArguments.address(token)),
                    PayerKey.read(key));
            spec.commandLine().getOut().println(new String(Json.write(signed), StandardCharsets.UTF_8));
            return ExitCode.OK;
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot state that price: " + e.getMessage(), e);
        }
    }
}
