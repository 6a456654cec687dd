package io.verigrad.client.command;

import io.verigrad.client.ClientPolicy;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.spending.Allowance;
import io.verigrad.client.spending.DailyAllowance;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.TokenAmount;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that pays. */
final class PayingOptions {
    private static final String CHANNEL = "channel";

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "File with the payer's key (default: the network file names one).")
    private @Nullable Path keyFile;

    @Option(
            names = "--max-amount",
            paramLabel = "UNITS",
            description = "The most to pay for one call, atomic units (default: the network file names it).")
    private @Nullable String maxAmount;

    @Option(
            names = "--max-per-day",
            paramLabel = "UNITS",
            description =
                    "The most to pay in a day (UTC) of one token, atomic units; counted in the folder 'spending' beside"
                            + " the network file, for all commands that have this option.")
    private @Nullable String maxPerDay;

    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            defaultValue = "exact",
            description =
                    "How to pay: exact, permit2 (exact by Permit2), upto (for what is used, by Permit2) or channel"
                            + " (in once and then by word, for what is used; call only); by Permit2 after its allowance was"
                            + " given once (default: ${DEFAULT-VALUE}).")
    private String scheme = "exact";

    ClientPolicy policy(NetworkFile network, Assurance minAssurance) throws CommandFailure {
        try {
            return policyOfAnyScheme(network).withSchemes(Set.of(paidBy())).withMinAssurance(minAssurance);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    boolean isByChannel() {
        return scheme.equals(CHANNEL);
    }

    /** The policy of calls by channel, whose deposits are the limit of what may be spent. */
    ClientPolicy channelPolicy(NetworkFile network, Assurance minAssurance) throws CommandFailure {
        if (maxPerDay != null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--max-per-day: a channel is limited by what is paid in; see --deposit");
        }
        try {
            return policyOfAnyScheme(network).withMinAssurance(minAssurance);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private ClientPolicy policyOfAnyScheme(NetworkFile network) {
        TokenAmount most = maxAmount != null
                ? TokenAmount.parse(maxAmount)
                : network.maxPerCall().orElseThrow(() -> new IllegalArgumentException("expected --max-amount"));
        return ClientPolicy.of(Set.copyOf(network.assets()), most);
    }

    /** What may be spent besides the most for one call. */
    Allowance allowance(NetworkOptions options, Clock clock) throws CommandFailure {
        return maxPerDay == null
                ? Allowance.UNLIMITED
                : new DailyAllowance(options.resolve("spending"), CommandArguments.amount(maxPerDay), clock);
    }

    private Scheme paidBy() {
        return switch (scheme) {
            case "exact" -> Scheme.EXACT_EIP3009;
            case "permit2" -> Scheme.EXACT_PERMIT2;
            case "upto" -> Scheme.UPTO;
            case CHANNEL -> throw new IllegalArgumentException("--scheme: channel pays for call and for nothing else");
            default -> throw new IllegalArgumentException("--scheme: expected exact, permit2, upto or channel");
        };
    }

    PrivateKey key(NetworkFile network, NetworkOptions options) throws CommandFailure {
        return PayerKey.read(
                keyFile != null
                        ? keyFile
                        : options.resolve(network.payerKeyFile()
                                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "expected --key-file"))));
    }
}
