package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.attestation.policy.PolicyFormatException;
import io.verigrad.attestation.policy.ReferenceValues;
import io.verigrad.client.reference.Publication;
import io.verigrad.client.reference.Publisher;
import io.verigrad.client.reference.TrustedRoot;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "reference",
        description = "Checks who published reference values, and whether a policy has them. Asks nobody.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:published by whom it should be, and in the policy",
            "2:wrong usage: options, policy or trusted root",
            "3:malformed: not reference values, or not a bundle",
            "4:not published by this publisher",
            "5:published, and the policy lacks some of it"
        })
final class AttestationReferenceCommand implements Callable<Integer> {
    private static final int MAX_FILE = 1 << 20;

    @Parameters(paramLabel = "FILE", description = "The reference values, as the build published them.")
    private Path file = Path.of("");

    @Option(names = "--bundle", required = true, description = "The Sigstore bundle about the file.")
    private Path bundle = Path.of("");

    @Option(
            names = "--trusted-root",
            required = true,
            description = "The trusted_root.json of the Sigstore instance, from Sigstore's own tools.")
    private Path trustedRoot = Path.of("");

    @Option(
            names = "--issuer",
            required = true,
            description = "Who knew the publisher: the URL of its OpenID provider.")
    private String issuer = "";

    @Option(names = "--identity", required = true, description = "The publisher: the URL of the workflow with its ref.")
    private String identity = "";

    @Option(names = "--policy", description = "An appraisal policy that should have these values.")
    private @Nullable Path policy;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        Publisher publisher = publisher();
        TrustedRoot root = root();
        Set<Hash32> allowed = allowed();
        byte[] content = read(file, ExitCode.MALFORMED);
        ReferenceValues values = values(content);
        return switch (root.check(content, read(bundle, ExitCode.MALFORMED), publisher)) {
            case Publication.Malformed(String problem) ->
                throw new CommandFailure(ExitCode.MALFORMED, bundle + ": " + problem);
            case Publication.NotPublished(String problem) ->
                throw new CommandFailure(
                        ExitCode.NOT_AUTHENTIC, file + ": not published by " + identity + ": " + problem);
            case Publication.Published published -> {
                print(published, values, allowed);
                boolean whole = policy == null
                        || values.sets().stream().map(MeasurementSet::id).allMatch(allowed::contains);
                yield whole ? ExitCode.OK : ExitCode.POLICY;
            }
        };
    }

    private void print(Publication.Published published, ReferenceValues values, Set<Hash32> allowed) {
        spec.commandLine().getOut().println(json ? json(published, values, allowed) : text(published, values, allowed));
    }

    private String text(Publication.Published published, ReferenceValues values, Set<Hash32> allowed) {
        String head = "published by      " + identity + "\nknown to          " + issuer + "\nlogged at         "
                + published.loggedAt() + ", entry " + published.logIndex() + "\nbundle            "
                + published.bundleDigest() + "\nformat            " + values.format() + "\n";
        return values.sets().stream()
                .map(set -> "measurement set   " + set.id() + " "
                        + Printable.of(Bytes.of(set.name().getBytes(StandardCharsets.UTF_8)))
                        + (policy == null
                                ? ""
                                : allowed.contains(set.id()) ? ", in the policy" : ", NOT in the policy"))
                .collect(Collectors.joining("\n", head, ""));
    }

    private String json(Publication.Published published, ReferenceValues values, Set<Hash32> allowed) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("identity", identity)
                .put("issuer", issuer)
                .put("loggedAt", published.loggedAt().toString())
                .put("logIndex", published.logIndex())
                .put("bundle", published.bundleDigest().toString())
                .put("format", values.format());
        ArrayNode sets = object.putArray("measurementSets");
        for (MeasurementSet set : values.sets()) {
            ObjectNode one = sets.addObject().put("id", set.id().toString()).put("name", set.name());
            set.registers()
                    .forEach((register, value) -> one.withObject("/registers").put(register, value.toString()));
            if (policy != null) {
                one.put("inPolicy", allowed.contains(set.id()));
            }
        }
        return object.toString();
    }

    private Publisher publisher() throws CommandFailure {
        try {
            return new Publisher(issuer, identity);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--issuer, --identity: " + e.getMessage(), e);
        }
    }

    private TrustedRoot root() throws CommandFailure {
        try {
            return TrustedRoot.parse(read(trustedRoot, ExitCode.USAGE));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, trustedRoot + ": " + e.getMessage(), e);
        }
    }

    private Set<Hash32> allowed() throws CommandFailure {
        if (policy == null) {
            return Set.of();
        }
        try {
            List<MeasurementSet> sets = AppraisalPolicy.parse(
                            new String(read(policy, ExitCode.USAGE), StandardCharsets.UTF_8))
                    .measurementSets();
            return sets.stream().map(MeasurementSet::id).collect(Collectors.toSet());
        } catch (PolicyFormatException e) {
            throw new CommandFailure(ExitCode.USAGE, policy + ": " + e.getMessage(), e);
        }
    }

    private ReferenceValues values(byte[] content) throws CommandFailure {
        try {
            return ReferenceValues.parse(new String(content, StandardCharsets.UTF_8));
        } catch (PolicyFormatException e) {
            throw new CommandFailure(ExitCode.MALFORMED, file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path path, int exitCode) throws CommandFailure {
        try {
            return InputFile.read(path, MAX_FILE);
        } catch (IOException e) {
            throw new CommandFailure(exitCode, "cannot read " + path + ": " + e.getMessage(), e);
        }
    }
}
