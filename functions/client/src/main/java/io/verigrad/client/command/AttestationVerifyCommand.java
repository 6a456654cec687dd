package io.verigrad.client.command;

import io.verigrad.attestation.EnclaveNonce;
import io.verigrad.attestation.Evidence;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.attestation.EvidenceCheck;
import io.verigrad.collateral.CollateralService;
import io.verigrad.value.Hash32;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
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
        description =
                "Verifies evidence of a runner: that it is authentic, fresh, bound to the runner's keys, and what your"
                        + " policy allows.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:accepted",
            "2:wrong usage",
            "3:malformed",
            "4:not authentic, or not for this nonce and these keys",
            "5:authentic, not acceptable to the policy",
            "6:network: the runner or a vendor does not answer"
        })
final class AttestationVerifyCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE|URL",
            description = "A runner's URL, which is asked for fresh evidence; or a file: an envelope, its base64, or a"
                    + " runner's answer to GET /v1/attestation.")
    private String source = "";

    @Option(names = "--policy", paramLabel = "FILE", required = true, description = "Your appraisal policy, YAML.")
    private Path policy = Path.of("");

    @Option(
            names = "--nonce",
            paramLabel = "HEX",
            description =
                    "The nonce that evidence in a file answers to, 0x and 64 digits (default: of the block that it"
                            + " names, on the chain of the network file).")
    private @Nullable String nonce;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Judge as of this time, such as 2026-03-01T12:00:00Z (default: now).")
    private @Nullable String at;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private EvidenceOptions options = new EvidenceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        Clock clock = clock();
        try (CollateralService collateral = options.collateral(network.offline(), clock)) {
            EvidenceCheck check = EvidenceOptions.check(policy, collateral, clock);
            EvidenceReport report = EvidenceSource.isUrl(source) ? ask(check, clock) : read(check, clock);
            spec.commandLine().getOut().println(json ? report.toJson() : report.toText());
            return report.exitCode();
        }
    }

    private EvidenceReport ask(EvidenceCheck check, Clock clock) throws CommandFailure {
        if (network.offline()) {
            throw new CommandFailure(ExitCode.USAGE, "--offline: expected a file, found a URL");
        }
        Hash32 fresh = EvidenceSource.freshNonce();
        Instant asked = clock.instant();
        Evidence evidence = EvidenceSource.ask(source, fresh);
        return new EvidenceReport(evidence, "made by this command", check.check(evidence, fresh, asked));
    }

    /** Evidence in a file may be of any age: what its nonce proves is up to whoever chose it. */
    private EvidenceReport read(EvidenceCheck check, Clock clock) throws CommandFailure {
        Evidence evidence = EvidenceSource.read(source);
        if (nonce != null) {
            return new EvidenceReport(
                    evidence, "given, age unknown", check.check(evidence, parsed(nonce), clock.instant()));
        }
        NetworkFile file = network.read();
        Hash32 ofBlock = EnclaveNonce.of(file.enclaveRegistry(), file.chainId(), evidence.blockHash());
        return new EvidenceReport(
                evidence,
                "of block " + evidence.blockHash() + ", age unknown",
                check.check(evidence, ofBlock, clock.instant()));
    }

    private static Hash32 parsed(String hex) throws CommandFailure {
        try {
            return Hash32.parse(hex);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--nonce: " + e.getMessage(), e);
        }
    }

    private Clock clock() throws CommandFailure {
        if (at == null) {
            return Clock.systemUTC();
        }
        try {
            return Clock.fixed(Instant.parse(at), ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new CommandFailure(ExitCode.USAGE, "--at: expected a time such as 2026-03-01T12:00:00Z", e);
        }
    }
}
