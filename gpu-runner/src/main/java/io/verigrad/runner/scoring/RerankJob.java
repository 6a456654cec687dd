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
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Documents by how well they answer a query. Units are tokens of all pairs. */
record RerankJob(Model model, TextScorer scorer, RerankRequest request, List<EncodedText> pairs) implements Job {
    static RerankJob prepare(Model model, RerankRequest request) throws InvalidRequestException, RunException {
        List<EncodedText> pairs = new ArrayList<>();
        for (String text : request.texts()) {
            pairs.add(ScoringJobs.fitting(model, model.tokenizer().read(request.query(), text), "documents"));
        }
        return new RerankJob(model, model.scorer(), request, List.copyOf(pairs));
    }

    @Override
    public Hash32 parametersHash() {
        Map<String, Object> parameters = Map.of("return_documents", request.documents(), "top_n", request.top());
        return CanonicalJson.digest(Map.of("numericsClass", model.numericsClass(), "parameters", parameters));
    }

    @Override
    public Answer run(AnswerEvents events) throws RunException {
        List<Ranked> ranked = new ArrayList<>();
        long tokens = 0;
        for (EncodedText pair : pairs) {
            ranked.add(new Ranked(ranked.size(), scorer.score(pair)[0]));
            tokens += pair.tokens();
        }
        // Of equals the first stays first, so that the same request has the same answer.
        ranked.sort(Comparator.comparingDouble(Ranked::score).reversed().thenComparingInt(Ranked::index));
        return new Answer(write(ranked.subList(0, request.top()), tokens), tokens, 0, Finish.COMPLETE);
    }

    private record Ranked(int index, double score) {}

    private byte[] write(List<Ranked> ranked, long tokens) {
        ObjectNode json = Json.mapper().createObjectNode().put("model", model.name());
        json.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        ArrayNode results = json.putArray("results");
        for (Ranked one : ranked) {
            ObjectNode result = results.addObject().put("index", one.index()).put("relevance_score", one.score());
            if (request.documents()) {
                result.putObject("document").put("text", request.texts().get(one.index()));
            }
        }
        return Json.write(json);
    }
}
