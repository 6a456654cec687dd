package io.verigrad.runner.openai;

import io.verigrad.json.CanonicalJson;
import io.verigrad.receipt.Finish;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.TextEmbedder;
import io.verigrad.runner.execution.TextTokenizer;
import io.verigrad.runner.openai.EmbeddingsRequest.Encoding;
import io.verigrad.runner.paid.Answer;
import io.verigrad.runner.paid.AnswerEvents;
import io.verigrad.runner.paid.Job;
import io.verigrad.value.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Texts to vectors. Input units are tokens; vectors are no tokens, so there are no output units. */
record EmbeddingsJob(Model model, TextEmbedder embedder, List<long[]> texts, Encoding encoding) implements Job {
    static EmbeddingsJob prepare(Model model, EmbeddingsRequest request) throws InvalidRequestException, RunException {
        TextTokenizer tokenizer = model.tokenizer();
        int most = model.settings().maxTokens();
        List<long[]> texts = new ArrayList<>();
        for (String text : request.input()) {
            long[] tokens = tokenizer.encode(text);
            if (tokens.length > most) {
                throw InvalidRequestException.of(
                        "context_length_exceeded",
                        "input",
                        "expected texts of at most " + most + " tokens, found " + tokens.length + " in text "
                                + texts.size());
            }
            texts.add(tokens);
        }
        return new EmbeddingsJob(model, model.embedder(), List.copyOf(texts), request.encoding());
    }

    @Override
    public Hash32 parametersHash() {
        return CanonicalJson.digest(Map.of(
                "numericsClass",
                model.numericsClass(),
                "parameters",
                Map.of("encoding_format", encoding.name().toLowerCase(Locale.ROOT))));
    }

    @Override
    public Answer run(AnswerEvents events) throws RunException {
        List<float[]> vectors = new ArrayList<>();
        long tokens = 0;
        for (long[] text : texts) {
            vectors.add(embedder.embed(text));
            tokens += text.length;
        }
        return new Answer(
                EmbeddingsResponse.write(model.name(), vectors, tokens, encoding), tokens, 0, Finish.COMPLETE);
    }
}
