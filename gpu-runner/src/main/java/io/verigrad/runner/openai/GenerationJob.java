package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.generation.ChatTemplate;
import io.verigrad.runner.generation.ChatTemplate.Message;
import io.verigrad.runner.generation.Generated;
import io.verigrad.runner.generation.Sampling;
import io.verigrad.runner.generation.TextGenerator;
import io.verigrad.runner.paid.Answer;
import io.verigrad.runner.paid.AnswerEvents;
import io.verigrad.runner.paid.Job;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Map;

/** A prompt and what follows it. Units are tokens. */
record GenerationJob(Model model, TextGenerator generator, long[] prompt, Sampling sampling, AnswerForm form)
        implements Job {
    /** The tokens of a conversation. */
    static long[] chat(TextGenerator generator, List<Message> messages) throws InvalidRequestException, RunException {
        ChatTemplate template = generator
                .template()
                .orElseThrow(() -> InvalidRequestException.of(
                        "unsupported_model", "model", "this model has no chat template; use /v1/completions"));
        return generator.encode(template.render(messages));
    }

    /** Refuses prompts that leave no room for an answer. */
    static void requireRoom(TextGenerator generator, long[] prompt, String parameter) throws InvalidRequestException {
        if (prompt.length == 0) {
            throw InvalidRequestException.of("invalid_value", parameter, "expected a prompt of one token or more");
        }
        if (prompt.length >= generator.context()) {
            throw InvalidRequestException.of(
                    "context_length_exceeded",
                    parameter,
                    "expected a prompt of less than " + generator.context() + " tokens, found " + prompt.length);
        }
    }

    @Override
    public Hash32 parametersHash() {
        return CanonicalJson.digest(Map.of("numericsClass", model.numericsClass(), "parameters", sampling.toJson()));
    }

    @Override
    public Answer run(AnswerEvents events) throws RunException {
        if (!form.stream()) {
            Generated generated = generator.generate(prompt, sampling);
            return answer(form.whole(generated.text(), generated.finish()), generated);
        }
        if (form.kind() == AnswerForm.Kind.CHAT) {
            events.add(form.start(), prompt.length, 0);
        }
        Generated generated = generator.generate(
                prompt, sampling, (piece, tokens) -> events.add(form.piece(piece), prompt.length, tokens));
        events.add(form.finish(generated.finish()), prompt.length, generated.tokens());
        return answer(form.end(), generated);
    }

    @Override
    public boolean streams() {
        return form.stream();
    }

    private Answer answer(ObjectNode json, Generated generated) {
        json.putObject("usage")
                .put("prompt_tokens", generated.promptTokens())
                .put("completion_tokens", generated.tokens())
                .put("total_tokens", generated.promptTokens() + generated.tokens());
        // With these the parameters hash of the receipt can be computed again.
        json.putObject("verigrad")
                .put("numericsClass", model.numericsClass())
                .set("parameters", Json.tree(sampling.toJson()));
        return new Answer(Json.write(json), generated.promptTokens(), generated.tokens(), generated.finish());
    }
}
