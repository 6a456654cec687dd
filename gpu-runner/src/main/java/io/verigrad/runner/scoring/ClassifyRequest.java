package io.verigrad.runner.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.runner.api.InvalidRequestException;
import java.util.List;
import java.util.Set;

/** A request to classify texts (Jina API, "Classifier"); the labels are those of the model. */
record ClassifyRequest(String model, List<String> input) {
    private static final Set<String> KNOWN = Set.of("model", "input");

    ClassifyRequest {
        input = List.copyOf(input);
    }

    static ClassifyRequest read(byte[] body, int maxTexts) throws InvalidRequestException {
        ObjectNode request = ScoringRequest.read(body, KNOWN);
        JsonNode input = request.path("input");
        List<String> texts = input.isTextual()
                ? List.of(ScoringRequest.text(request, "input"))
                : ScoringRequest.texts(input, "input", maxTexts);
        return new ClassifyRequest(ScoringRequest.text(request, "model"), texts);
    }
}
