package io.verigrad.runner.oip;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an inference request (Open Inference Protocol v2, "Inference Request JSON Object"), with or without
 * binary tensors. What is not understood is
 * refused: an ignored parameter would be paid for and not applied.
 */
final class InferRequestReader {
    static final int MAX_ID = 200;
    private static final String BINARY_SIZE = "binary_data_size";
    private static final String BINARY_OUTPUT = "binary_data";
    private static final String BINARY_OUTPUTS = "binary_data_output";

    private final ModelManifest manifest;
    private final Limits limits;

    InferRequestReader(ModelManifest manifest, Limits limits) {
        this.manifest = manifest;
        this.limits = limits;
    }

    InferRequest read(BinaryBody body) throws InvalidRequestException {
        JsonNode tree;
        try {
            tree = Json.read(body.json(), JsonNode.class);
        } catch (MalformedJsonException e) {
            throw InvalidRequestException.of("malformed_json", "body", "the body is not JSON");
        }
        members(tree, "request", Set.of("id", "parameters", "inputs", "outputs"));
        JsonNode parameters = parameters(tree, "parameters", BINARY_OUTPUTS);
        boolean binary = flag(parameters.path(BINARY_OUTPUTS), "parameters." + BINARY_OUTPUTS, false);
        List<Tensor> inputs = inputs(tree.path("inputs"), body);
        body.requireRead();
        return new InferRequest(id(tree), inputs, outputs(tree.path("outputs"), binary));
    }

    private static Optional<String> id(JsonNode tree) throws InvalidRequestException {
        JsonNode id = tree.path("id");
        if (id.isMissingNode()) {
            return Optional.empty();
        }
        if (!id.isTextual() || id.textValue().length() > MAX_ID) {
            throw invalid("id", "expected a text of at most " + MAX_ID + " characters");
        }
        return Optional.of(id.textValue());
    }

    private List<Tensor> inputs(JsonNode nodes, BinaryBody body) throws InvalidRequestException {
        InputTensors inputs = new InputTensors(manifest, limits);
        if (!nodes.isArray() || nodes.isEmpty()) {
            throw inputs.none();
        }
        for (JsonNode node : nodes) {
            input(node, inputs, body);
        }
        return inputs.all();
    }

    private static void input(JsonNode node, InputTensors inputs, BinaryBody body) throws InvalidRequestException {
        members(node, "input", Set.of("name", "shape", "datatype", "parameters", "data"));
        TensorSpec spec = inputs.spec(text(node.path("name")));
        String at = "inputs." + spec.name();
        JsonNode binarySize = parameters(node, at + ".parameters", BINARY_SIZE).path(BINARY_SIZE);
        Tensor tensor =
                inputs.add(spec, node.path("datatype").asText(), shape(node.path("shape"), spec, at + ".shape"));
        if (binarySize.isMissingNode()) {
            new DataReader(tensor, at + ".data").read(node.path("data"));
        } else {
            binary(node, binarySize, tensor, at, body);
        }
    }

    private static void binary(JsonNode node, JsonNode size, Tensor tensor, String at, BinaryBody body)
            throws InvalidRequestException {
        if (node.has("data")) {
            throw invalid(at + ".data", "expected values either here or after the JSON, found both");
        }
        int expected = tensor.data().remaining();
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() != expected) {
            throw invalid(
                    at + ".parameters." + BINARY_SIZE,
                    "expected " + expected + ", the bytes of shape " + tensor.shape() + " of " + tensor.datatype());
        }
        new BinaryReader(tensor, at).read(body.take(expected, at));
    }

    private static List<Long> shape(JsonNode node, TensorSpec spec, String at) throws InvalidRequestException {
        List<Long> shape = new ArrayList<>();
        for (JsonNode dimension : node) {
            if (!dimension.isIntegralNumber() || !dimension.canConvertToLong()) {
                throw invalid(at, "expected an array of whole numbers");
            }
            shape.add(dimension.longValue());
        }
        if (!node.isArray()) {
            throw invalid(at, "expected shape " + spec.shape() + ", found no array");
        }
        return shape;
    }

    private List<InferRequest.Output> outputs(JsonNode nodes, boolean binary) throws InvalidRequestException {
        if (nodes.isMissingNode()) {
            return manifest.outputs().stream()
                    .map(spec -> new InferRequest.Output(spec.name(), binary))
                    .toList();
        }
        if (!nodes.isArray() || nodes.isEmpty()) {
            throw invalid("outputs", "expected an array of outputs among " + InputTensors.names(manifest.outputs()));
        }
        Map<String, InferRequest.Output> wanted = new LinkedHashMap<>();
        for (JsonNode node : nodes) {
            members(node, "output", Set.of("name", "parameters"));
            String name = InputTensors.spec(text(node.path("name")), manifest.outputs(), "outputs")
                    .name();
            String at = "outputs." + name + ".parameters";
            boolean itself = flag(parameters(node, at, BINARY_OUTPUT).path(BINARY_OUTPUT), at, binary);
            if (wanted.put(name, new InferRequest.Output(name, itself)) != null) {
                throw invalid("outputs", "output " + name + " is asked for twice");
            }
        }
        return List.copyOf(wanted.values());
    }

    /** A name, or nothing that is one. */
    private static String text(JsonNode name) {
        return name.isTextual() ? name.textValue() : "";
    }

    private static void members(JsonNode node, String what, Set<String> known) throws InvalidRequestException {
        if (!node.isObject()) {
            throw invalid(what, "expected " + what + " to be an object");
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!known.contains(member.getKey())) {
                throw invalid(
                        what,
                        "unknown member of the " + what + ", expected only "
                                + known.stream().sorted().toList());
            }
        }
    }

    /** The parameters of an object, among which there is at most this one. */
    private static JsonNode parameters(JsonNode node, String at, String known) throws InvalidRequestException {
        JsonNode parameters = node.path("parameters");
        boolean fine = parameters.isObject()
                && parameters.properties().stream()
                        .allMatch(member -> member.getKey().equals(known));
        if (!parameters.isMissingNode() && !fine) {
            throw InvalidRequestException.of(
                    "unsupported_parameter",
                    at,
                    at + ": no parameter but " + known + " is supported here, none is ignored");
        }
        return parameters;
    }

    private static boolean flag(JsonNode node, String at, boolean missing) throws InvalidRequestException {
        if (node.isMissingNode()) {
            return missing;
        }
        if (!node.isBoolean()) {
            throw invalid(at, "expected true or false");
        }
        return node.booleanValue();
    }

    static InvalidRequestException invalid(String at, String message) {
        return InvalidRequestException.of("invalid_tensor", at, at + ": " + message);
    }
}
