package io.verigrad.runner.scoring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.receipt.Finish;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.execution.EncodedText;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.TextScorer;
import io.verigrad.runner.paid.Answer;
import io.verigrad.runner.paid.AnswerEvents;
import io.verigrad.runner.paid.Job;
import io.verigrad.value.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Texts to scores of the model's labels. Units are tokens. */
record ClassifyJob(Model model, TextScorer scorer, List<EncodedText> texts) implements Job {
    static ClassifyJob prepare(Model model, ClassifyRequest request) throws InvalidRequestException, RunException {
        List<EncodedText> texts = new ArrayList<>();
        for (String text : request.input()) {
            texts.add(ScoringJobs.fitting(model, model.tokenizer().read(text), "input"));
        }
        return new ClassifyJob(model, model.scorer(), List.copyOf(texts));
    }

    @Override
    public Hash32 parametersHash() {
        return CanonicalJson.digest(Map.of("numericsClass", model.numericsClass(), "parameters", Map.of()));
    }

    @Override
    public Answer run(AnswerEvents events) throws RunException {
        ObjectNode json = Json.mapper().createObjectNode().put("model", model.name());
        ArrayNode data = json.putArray("data");
        long tokens = 0;
        for (EncodedText text : texts) {
            write(data.addObject().put("object", "classification").put("index", data.size() - 1), scorer.score(text));
            tokens += text.tokens();
        }
        json.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return new Answer(Json.write(json), tokens, 0, Finish.COMPLETE);
    }

    private void write(ObjectNode json, double[] scores) {
        List<String> labels = model.scoring().labels();
        int best = 0;
        ArrayNode predictions = Json.mapper().createArrayNode();
        for (int i = 0; i < scores.length; i++) {
            predictions.addObject().put("label", labels.get(i)).put("score", scores[i]);
            best = scores[i] > scores[best] ? i : best;
        }
        json.put("prediction", labels.get(best)).put("score", scores[best]).set("predictions", predictions);
    }
}
