package io.verigrad.runner.oip;

import io.verigrad.json.CanonicalJson;
import io.verigrad.receipt.Finish;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.paid.Answer;
import io.verigrad.runner.paid.AnswerEvents;
import io.verigrad.runner.paid.Job;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Map;

/** Tensors through a model. Units are elements. */
record InferJob(Model model, InferRequest request) implements Job {
    static InferJob prepare(Model model, BinaryBody body, Limits limits) throws InvalidRequestException, RunException {
        InferRequest request = new InferRequestReader(model.manifest(), limits).read(body);
        model.load();
        return new InferJob(model, request);
    }

    @Override
    public Hash32 parametersHash() {
        return CanonicalJson.digest(Map.of("numericsClass", model.numericsClass(), "parameters", Map.of()));
    }

    @Override
    public Answer run(AnswerEvents events) throws RunException {
        List<Tensor> outputs = model.run(request.inputs(), request.outputNames());
        return new Answer(
                InferResponseWriter.write(model.manifest(), request.id(), outputs, request.binaryOutputs())
                        .content(),
                request.elements(),
                outputs.stream().mapToLong(Tensor::elements).sum(),
                Finish.COMPLETE);
    }
}
