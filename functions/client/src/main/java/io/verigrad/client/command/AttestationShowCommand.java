package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.CompositeDocument;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Shows what evidence says, and checks nothing: 'attestation verify' does.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:shown", "2:wrong usage", "3:malformed", "6:network: the runner does not answer"})
final class AttestationShowCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE|URL",
            description = "A runner's URL, which is asked for fresh evidence; or a file: an envelope, its base64, or a"
                    + " runner's answer to GET /v1/attestation.")
    private String source = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        Evidence evidence = EvidenceSource.isUrl(source)
                ? EvidenceSource.ask(source, EvidenceSource.freshNonce())
                : EvidenceSource.read(source);
        List<CompositeDocument.Part> parts = parts(evidence);
        spec.commandLine().getOut().println(json ? json(evidence, parts) : text(evidence, parts));
        return ExitCode.OK;
    }

    /** What a machine with GPUs says of each; one part where the processor speaks for itself alone. */
    private List<CompositeDocument.Part> parts(Evidence evidence) throws CommandFailure {
        if (!evidence.format().equals(CompositeDocument.FORMAT)) {
            return List.of(new CompositeDocument.Part("cpu", evidence.format(), evidence.document()));
        }
        try {
            CompositeDocument document = CompositeDocument.parse(evidence.document());
            return Stream.concat(Stream.of(document.cpu()), document.devices().stream())
                    .toList();
        } catch (EvidenceFormatException e) {
            throw new CommandFailure(ExitCode.MALFORMED, source + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> members(Evidence evidence) {
        Binding binding = evidence.binding();
        Map<String, String> members = new LinkedHashMap<>();
        members.put("format", evidence.format());
        members.put("enclaveKey", binding.enclaveKey().toString());
        members.put("tlsKeyHash", binding.tlsKeyHash().toString());
        members.put("hpkeKey", binding.hpkeKey().toString());
        members.put("deviceHash", binding.deviceHash().toString());
        members.put("imageDigest", binding.imageDigest().toString());
        members.put("modelManifestHash", binding.modelManifestHash().toString());
        members.put("policyId", binding.policyId().toString());
        members.put("blockHash", evidence.blockHash().toString());
        return members;
    }

    private static String text(Evidence evidence, List<CompositeDocument.Part> parts) {
        String none = Hash32.ZERO.toString();
        String members = members(evidence).entrySet().stream()
                .map(member -> line(member.getKey(), member.getValue().equals(none) ? "none" : member.getValue()))
                .collect(Collectors.joining("\n"));
        String documents = parts.stream()
                .map(part -> line(
                        "document",
                        printable(part.name()) + ", " + printable(part.format()) + ", "
                                + part.document().size() + " bytes"))
                .collect(Collectors.joining("\n"));
        return members + "\n" + documents + "\nNothing of this was checked: verigrad attestation verify does.";
    }

    private static String json(Evidence evidence, List<CompositeDocument.Part> parts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("checked", false);
        members(evidence).forEach(json::put);
        ArrayNode documents = json.putArray("documents");
        parts.forEach(part -> documents
                .addObject()
                .put("name", part.name())
                .put("format", part.format())
                .put("size", part.document().size()));
        return json.toString();
    }

    private static String printable(String text) {
        return Printable.of(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String line(String name, String value) {
        return "%-18s%s".formatted(name, value);
    }
}
