package io.verigrad.runner.oip;

import inference.v2.ModelInferRequest;
import io.verigrad.json.CanonicalJson;
import io.verigrad.receipt.Finish;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.paid.Answer;
import io.verigrad.runner.paid.AnswerBody;
import io.verigrad.runner.paid.AnswerEvents;
import io.verigrad.runner.paid.Job;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Map;

/** Tensors through a model. Units are elements. */
record InferJob(Model model, InferRequest request, Form form) implements Job {
    /** How answers are written. */
    interface Form {
        AnswerBody write(ModelManifest manifest, InferRequest request, List<Tensor> outputs) throws RunException;
    }

    /** A request in JSON, or with binary tensors. */
    static InferJob prepare(Model model, BinaryBody body, Limits limits) throws InvalidRequestException, RunException {
        return prepare(model, new InferRequestReader(model.manifest(), limits).read(body), InferResponseWriter::write);
    }

    /** A request of gRPC. */
    static InferJob prepare(Model model, ModelInferRequest message, Limits limits)
            throws InvalidRequestException, RunException {
        return prepare(
                model, new InferMessageReader(model.manifest(), limits).read(message), InferMessageWriter::write);
    }

    private static InferJob prepare(Model model, InferRequest request, Form form) throws RunException {
        model.load();
        return new InferJob(model, request, form);
    }

    @Override
    public Hash32 parametersHash() {
        return CanonicalJson.digest(Map.of("numericsClass", model.numericsClass(), "parameters", Map.of()));
    }

    @Override
    public Answer run(AnswerEvents events) throws RunException {
        List<Tensor> outputs = model.run(request.inputs(), request.outputNames());
        return new Answer(
                form.write(model.manifest(), request, outputs),
                request.elements(),
                outputs.stream().mapToLong(Tensor::elements).sum(),
                Finish.COMPLETE);
    }
}
