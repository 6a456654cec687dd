package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.receipt.Finish;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.generation.ChatTemplate;
import io.verigrad.runner.generation.ChatTemplate.Message;
import io.verigrad.runner.generation.Generated;
import io.verigrad.runner.generation.Sampling;
import io.verigrad.runner.generation.TextGenerator;
import io.verigrad.runner.paid.Answer;
import io.verigrad.runner.paid.Job;
import io.verigrad.value.Hash32;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A prompt and what follows it. Units are tokens. */
record GenerationJob(
        Model model, TextGenerator generator, long[] prompt, Sampling sampling, Form form, String id, Instant created)
        implements Job {
    /** How the answer is written. */
    enum Form {
        CHAT,
        COMPLETION
    }

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
    public Answer run() throws RunException {
        Generated generated = generator.generate(prompt, sampling);
        return new Answer(write(generated), generated.promptTokens(), generated.tokens(), generated.finish());
    }

    private byte[] write(Generated generated) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("id", id);
        json.put("object", form == Form.CHAT ? "chat.completion" : "text_completion");
        json.put("created", created.getEpochSecond());
        json.put("model", model.name());
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        if (form == Form.CHAT) {
            choice.putObject("message")
                    .put("role", "assistant")
                    .put("content", generated.text())
                    .putNull("refusal");
        } else {
            choice.put("text", generated.text());
        }
        choice.putNull("logprobs");
        choice.put("finish_reason", generated.finish() == Finish.LENGTH ? "length" : "stop");
        json.putObject("usage")
                .put("prompt_tokens", generated.promptTokens())
                .put("completion_tokens", generated.tokens())
                .put("total_tokens", generated.promptTokens() + generated.tokens());
        // With these the parameters hash of the receipt can be computed again.
        json.putObject("verigrad")
                .put("numericsClass", model.numericsClass())
                .set("parameters", Json.tree(sampling.toJson()));
        return Json.write(json);
    }
}
