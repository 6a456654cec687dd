package io.verigrad.runner.oip;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import inference.v2.ModelMetadataRequest;
import inference.v2.ModelMetadataResponse;
import inference.v2.ModelMetadataResponse.TensorMetadata;
import inference.v2.ModelReadyRequest;
import inference.v2.ModelReadyResponse;
import inference.v2.ServerLiveResponse;
import inference.v2.ServerMetadataResponse;
import inference.v2.ServerReadyResponse;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.store.TensorSpec;
import jakarta.inject.Singleton;
import java.util.List;

/** What is answered over gRPC without payment. */
@Singleton
final class GrpcMetadata {
    private final Models models;
    private final Enclave enclave;

    GrpcMetadata(Models models, Enclave enclave) {
        this.models = models;
        this.enclave = enclave;
    }

    /** The answer to a message, as bytes. */
    byte[] answer(String method, byte[] message) throws InvalidRequestException {
        try {
            return message(method, message).toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw InvalidRequestException.of(
                    "malformed_message", "message", "the message is none of " + method + " in this protocol");
        }
    }

    private MessageLite message(String method, byte[] message)
            throws InvalidRequestException, InvalidProtocolBufferException {
        return switch (method) {
            case "ServerLive" -> ServerLiveResponse.newBuilder().setLive(true).build();
            case "ServerReady" ->
                ServerReadyResponse.newBuilder().setReady(ready()).build();
            case "ModelReady" -> {
                ModelReadyRequest asked = ModelReadyRequest.parseFrom(message);
                model(asked.getName(), asked.getVersion());
                yield ModelReadyResponse.newBuilder().setReady(ready()).build();
            }
            case "ServerMetadata" ->
                ServerMetadataResponse.newBuilder()
                        .setName("verigrad-gpu-runner")
                        .setVersion("0.1.0")
                        .build();
            case "ModelMetadata" -> {
                ModelMetadataRequest asked = ModelMetadataRequest.parseFrom(message);
                yield metadata(model(asked.getName(), asked.getVersion()));
            }
            default ->
                throw new InvalidRequestException(
                        Problem.of(404, "method_not_found", "there is no such method of the protocol here"));
        };
    }

    private boolean ready() {
        return enclave.notReady().isEmpty();
    }

    private Model model(String name, String version) throws InvalidRequestException {
        String reference = version.isEmpty() ? name : name + "@" + version;
        return models.find(reference).orElseThrow(() -> new InvalidRequestException(models.absence(reference)));
    }

    private static ModelMetadataResponse metadata(Model model) {
        return ModelMetadataResponse.newBuilder()
                .setName(model.name())
                .addVersions(model.manifest().version())
                .setPlatform(OpenInferenceResource.PLATFORM)
                .addAllInputs(tensors(model.manifest().inputs()))
                .addAllOutputs(tensors(model.manifest().outputs()))
                .build();
    }

    private static List<TensorMetadata> tensors(List<TensorSpec> specs) {
        return specs.stream()
                .map(spec -> TensorMetadata.newBuilder()
                        .setName(spec.name())
                        .setDatatype(spec.datatype().name())
                        .addAllShape(spec.shape())
                        .build())
                .toList();
    }
}
