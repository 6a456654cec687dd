package io.verigrad.runner.oip;

import static io.verigrad.runner.oip.InferRequestReader.invalid;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import inference.v2.InferTensorContents;
import inference.v2.ModelInferRequest;
import inference.v2.ModelInferRequest.InferInputTensor;
import inference.v2.ModelInferRequest.InferRequestedOutputTensor;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.TensorSpec;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an inference request of gRPC (Open Inference Protocol v2, "GRPC"). As with JSON, what is not understood is refused:
 * parameters, fields that the definition does not have, and values in a list of another datatype.
 */
final class InferMessageReader {
    private final ModelManifest manifest;
    private final Limits limits;

    InferMessageReader(ModelManifest manifest, Limits limits) {
        this.manifest = manifest;
        this.limits = limits;
    }

    /** The message in these bytes. */
    static ModelInferRequest parse(byte[] body) throws InvalidRequestException {
        try {
            ModelInferRequest message = ModelInferRequest.parseFrom(body);
            requireKnown(message);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw InvalidRequestException.of("malformed_message", "message", "the message is no ModelInferRequest");
        }
    }

    InferRequest read(ModelInferRequest message) throws InvalidRequestException {
        requireNoParameters(message.getParametersCount(), "parameters");
        if (message.getId().length() > InferRequestReader.MAX_ID) {
            throw invalid("id", "expected a text of at most " + InferRequestReader.MAX_ID + " characters");
        }
        boolean raw = message.getRawInputContentsCount() > 0;
        return new InferRequest(
                Optional.of(message.getId()).filter(id -> !id.isEmpty()),
                inputs(message, raw),
                outputs(message.getOutputsList(), raw));
    }

    private List<Tensor> inputs(ModelInferRequest message, boolean raw) throws InvalidRequestException {
        if (raw && message.getRawInputContentsCount() != message.getInputsCount()) {
            throw invalid("raw_input_contents", "expected one for each of the " + message.getInputsCount() + " inputs");
        }
        InputTensors inputs = new InputTensors(manifest, limits);
        for (int i = 0; i < message.getInputsCount(); i++) {
            InferInputTensor input = message.getInputs(i);
            TensorSpec spec = inputs.spec(input.getName());
            String at = "inputs." + spec.name();
            requireNoParameters(input.getParametersCount(), at + ".parameters");
            Tensor tensor = inputs.add(spec, input.getDatatype(), input.getShapeList());
            if (!raw) {
                new ContentsReader(tensor, at + ".contents").read(input.getContents());
            } else if (input.hasContents()) {
                throw invalid(at + ".contents", "expected values either here or in raw_input_contents, found both");
            } else {
                raw(tensor, message.getRawInputContents(i), at);
            }
        }
        return inputs.all();
    }

    private static void raw(Tensor tensor, ByteString values, String at) throws InvalidRequestException {
        if (values.size() != tensor.data().remaining()) {
            throw invalid(
                    at,
                    "expected " + tensor.data().remaining() + " bytes for shape " + tensor.shape() + " of "
                            + tensor.datatype() + ", found " + values.size());
        }
        new BinaryReader(tensor, at).read(values.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    private List<InferRequest.Output> outputs(List<InferRequestedOutputTensor> wanted, boolean raw)
            throws InvalidRequestException {
        if (wanted.isEmpty()) {
            return manifest.outputs().stream()
                    .map(spec -> new InferRequest.Output(spec.name(), raw))
                    .toList();
        }
        Map<String, InferRequest.Output> outputs = new LinkedHashMap<>();
        for (InferRequestedOutputTensor output : wanted) {
            String name = InputTensors.spec(output.getName(), manifest.outputs(), "outputs")
                    .name();
            requireNoParameters(output.getParametersCount(), "outputs." + name + ".parameters");
            if (outputs.put(name, new InferRequest.Output(name, raw)) != null) {
                throw invalid("outputs", "output " + name + " is asked for twice");
            }
        }
        return List.copyOf(outputs.values());
    }

    private static void requireNoParameters(int count, String at) throws InvalidRequestException {
        if (count > 0) {
            throw InvalidRequestException.of(
                    "unsupported_parameter", at, at + ": no parameter is supported here, and none is ignored");
        }
    }

    private static void requireKnown(ModelInferRequest message) throws InvalidRequestException {
        List<Message> parts = new ArrayList<>();
        parts.add(message);
        for (InferInputTensor input : message.getInputsList()) {
            InferTensorContents contents = input.getContents();
            parts.add(input);
            parts.add(contents);
        }
        parts.addAll(message.getOutputsList());
        if (parts.stream().anyMatch(part -> !part.getUnknownFields().asMap().isEmpty())) {
            throw InvalidRequestException.of(
                    "unsupported_parameter",
                    "message",
                    "a field of the message is not known here, and none is ignored");
        }
    }
}
