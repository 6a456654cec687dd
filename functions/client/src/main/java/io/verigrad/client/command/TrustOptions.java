package io.verigrad.client.command;

import io.verigrad.client.VerigradClient;
import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.collateral.CollateralService;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that calls a runner: whose word is believed about it, and who may read the call. */
final class TrustOptions {
    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Your appraisal policy, YAML; the runner's evidence is checked by it before the first call."
                    + " Without it the registry on chain is believed.")
    private @Nullable Path policy;

    @Option(
            names = "--private",
            description = "Seal calls to the attested key, so that nobody on the way reads them; needs --policy.")
    private boolean sealed;

    @Option(
            names = "--relay",
            paramLabel = "URL",
            description = "Send sealed calls through this relay, so that the runner does not see who calls.")
    private @Nullable URI relay;

    /** What is known of runners, or nothing where only the registry is believed. */
    Optional<AttestedKeys> keys(BoundedHttp http, CollateralService collateral, SecureRandom random, Clock clock)
            throws CommandFailure {
        if (policy == null) {
            if (sealed || relay != null) {
                // A key that nobody vouched for could be anybody's on the way.
                throw new CommandFailure(ExitCode.USAGE, "--private needs --policy, to know whose key it seals for");
            }
            return Optional.empty();
        }
        return Optional.of(new AttestedKeys(EvidenceOptions.check(policy, collateral, clock), http, random, clock));
    }

    /** Some ways to pay know no sealed calls. */
    void requireUnsealed(String option) throws CommandFailure {
        if (sealed || relay != null) {
            throw new CommandFailure(ExitCode.USAGE, option + " goes without --private and --relay");
        }
    }

    VerigradClient apply(VerigradClient client, Optional<AttestedKeys> keys) throws CommandFailure {
        if (relay != null && !sealed) {
            throw new CommandFailure(ExitCode.USAGE, "--relay carries sealed calls only: add --private");
        }
        if (keys.isEmpty()) {
            return client;
        }
        return sealed ? client.privately(keys.get(), Optional.ofNullable(relay)) : client.attestedBy(keys.get());
    }
}
