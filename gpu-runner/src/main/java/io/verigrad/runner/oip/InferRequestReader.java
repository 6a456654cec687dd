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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an inference request (Open Inference Protocol v2, "Inference Request JSON Object"). What is not understood is
 * refused: an ignored parameter would be paid for and not applied.
 */
final class InferRequestReader {
    private static final int MAX_ID = 200;

    private final ModelManifest manifest;
    private final Limits limits;

    InferRequestReader(ModelManifest manifest, Limits limits) {
        this.manifest = manifest;
        this.limits = limits;
    }

    InferRequest read(byte[] body) throws InvalidRequestException {
        JsonNode tree;
        try {
            tree = Json.read(body, JsonNode.class);
        } catch (MalformedJsonException e) {
            throw InvalidRequestException.of("malformed_json", "body", "the body is not JSON");
        }
        members(tree, "request", Set.of("id", "parameters", "inputs", "outputs"));
        parameters(tree, "parameters");
        return new InferRequest(id(tree), inputs(tree.path("inputs")), outputs(tree.path("outputs")));
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

    private List<Tensor> inputs(JsonNode nodes) throws InvalidRequestException {
        if (!nodes.isArray() || nodes.isEmpty()) {
            throw invalid("inputs", "expected an array of the inputs " + names(manifest.inputs()));
        }
        List<Tensor> tensors = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        long room = limits.elements();
        for (JsonNode node : nodes) {
            Tensor tensor = input(node, room);
            room -= tensor.elements();
            if (!seen.add(tensor.name())) {
                throw invalid("inputs", "input " + tensor.name() + " is given twice");
            }
            tensors.add(tensor);
        }
        for (TensorSpec spec : manifest.inputs()) {
            if (!seen.contains(spec.name())) {
                throw invalid("inputs", "input " + spec.name() + " is missing");
            }
        }
        return tensors;
    }

    private Tensor input(JsonNode node, long room) throws InvalidRequestException {
        members(node, "input", Set.of("name", "shape", "datatype", "parameters", "data"));
        TensorSpec spec = spec(node.path("name"), manifest.inputs(), "inputs");
        String at = "inputs." + spec.name();
        parameters(node, at + ".parameters");
        if (!node.path("datatype").asText().equals(spec.datatype().name())) {
            throw invalid(at + ".datatype", "expected datatype " + spec.datatype());
        }
        List<Long> shape = shape(node.path("shape"), spec, at + ".shape");
        if (elements(shape) > room) {
            throw invalid(at + ".shape", "expected at most " + limits.elements() + " elements in a request");
        }
        Tensor tensor = Tensor.allocate(spec.name(), spec.datatype(), shape);
        new DataReader(tensor, at + ".data").read(node.path("data"));
        return tensor;
    }

    private static List<Long> shape(JsonNode node, TensorSpec spec, String at) throws InvalidRequestException {
        List<Long> shape = new ArrayList<>();
        for (JsonNode dimension : node) {
            if (!dimension.isIntegralNumber() || !dimension.canConvertToLong()) {
                throw invalid(at, "expected an array of whole numbers");
            }
            shape.add(dimension.longValue());
        }
        if (!node.isArray() || !spec.accepts(shape)) {
            throw invalid(
                    at,
                    "expected shape " + spec.shape() + ", -1 standing for any length from 1, found "
                            + (node.isArray() && shape.size() <= 8 ? shape.toString() : "something else"));
        }
        return shape;
    }

    private List<String> outputs(JsonNode nodes) throws InvalidRequestException {
        if (nodes.isMissingNode()) {
            return manifest.outputs().stream().map(TensorSpec::name).toList();
        }
        if (!nodes.isArray() || nodes.isEmpty()) {
            throw invalid("outputs", "expected an array of outputs among " + names(manifest.outputs()));
        }
        Set<String> wanted = new LinkedHashSet<>();
        for (JsonNode node : nodes) {
            members(node, "output", Set.of("name", "parameters"));
            String name = spec(node.path("name"), manifest.outputs(), "outputs").name();
            parameters(node, "outputs." + name + ".parameters");
            if (!wanted.add(name)) {
                throw invalid("outputs", "output " + name + " is asked for twice");
            }
        }
        return List.copyOf(wanted);
    }

    private static TensorSpec spec(JsonNode name, List<TensorSpec> specs, String at) throws InvalidRequestException {
        return specs.stream()
                .filter(spec -> name.isTextual() && spec.name().equals(name.textValue()))
                .findFirst()
                .orElseThrow(() -> invalid(at, "unknown name, expected one of " + names(specs)));
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

    private static void parameters(JsonNode node, String at) throws InvalidRequestException {
        JsonNode parameters = node.path("parameters");
        if (!parameters.isMissingNode() && !(parameters.isObject() && parameters.isEmpty())) {
            throw InvalidRequestException.of(
                    "unsupported_parameter", at, at + ": no parameter is supported here, and none is ignored");
        }
    }

    private static long elements(List<Long> shape) {
        try {
            return Tensor.elements(shape);
        } catch (ArithmeticException overflow) {
            return Long.MAX_VALUE;
        }
    }

    private static List<String> names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::name).toList();
    }

    static InvalidRequestException invalid(String at, String message) {
        return InvalidRequestException.of("invalid_tensor", at, at + ": " + message);
    }
}
