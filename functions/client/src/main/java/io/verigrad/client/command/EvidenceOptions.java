package io.verigrad.client.command;

import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.PolicyFormatException;
import io.verigrad.client.attestation.EvidenceCheck;
import io.verigrad.collateral.CollateralService;
import io.verigrad.collateral.CollateralStore;
import io.verigrad.collateral.Fetcher;
import io.verigrad.collateral.FileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every command that judges evidence. */
final class EvidenceOptions {
    private static final int MAX_POLICY = 1 << 20;
    private static final String DEFAULT_FOLDER =
            "${env:VERIGRAD_COLLATERAL:-${sys:user.home}/.cache/verigrad/collateral}";

    @Option(
            names = "--collateral",
            paramLabel = "FOLDER",
            defaultValue = DEFAULT_FOLDER,
            description =
                    "Where vendors' certificates, lists and statements are kept (default: $VERIGRAD_COLLATERAL, or"
                            + " .cache/verigrad/collateral in your home).")
    private Path folder = Path.of("");

    /** The check by the policy in a file. */
    static EvidenceCheck check(Path policy, CollateralService collateral, Clock clock) throws CommandFailure {
        try {
            String yaml = new String(InputFile.read(policy, MAX_POLICY), StandardCharsets.UTF_8);
            return new EvidenceCheck(AppraisalPolicy.parse(yaml), collateral, clock);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot read the policy " + policy + ": " + e, e);
        } catch (PolicyFormatException e) {
            throw new CommandFailure(ExitCode.USAGE, policy + " is no policy:\n" + String.join("\n", e.problems()), e);
        }
    }

    /** What vendors state, from the folder and, unless {@code offline}, from their services. */
    CollateralService collateral(boolean offline, Clock clock) throws CommandFailure {
        try {
            CollateralStore store = new FileStore(folder);
            Optional<Fetcher> fetcher =
                    offline ? Optional.empty() : Optional.of(new Fetcher(Map.of(), Duration.ofSeconds(10), clock));
            return new CollateralService(store, fetcher, Duration.ofSeconds(20), clock);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot use the folder " + folder + ": " + e, e);
        }
    }
}
