package io.verigrad.client.inference;

import io.verigrad.client.CallOutcome;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;

/** Calls models and waits for them. Safe for many threads. */
public final class Inference {
    private final Calls calls;

    public Inference(Calls calls) {
        this.calls = calls;
    }

    public Reply<ChatAnswer> chat(ChatRequest request) {
        return reply(request.model(), ChatRequest.PATH, request.json(), ChatAnswer::of);
    }

    public Reply<Embeddings> embed(EmbeddingRequest request) {
        return reply(
                request.model(),
                EmbeddingRequest.PATH,
                request.json(),
                answer -> Embeddings.of(answer, request.texts().size()));
    }

    private interface Reader<T> {
        T read(CallOutcome.Answered answer) throws MalformedJsonException, UnreadableAnswerException;
    }

    private <T> Reply<T> reply(String model, String path, Bytes json, Reader<T> reader) {
        CallOutcome outcome = calls.post(model, path, json);
        if (!(outcome instanceof CallOutcome.Answered answered)) {
            return new Reply.Failed<>(outcome);
        }
        try {
            return new Reply.Answered<>(reader.read(answered), answered.receipt(), answered.standing());
        } catch (MalformedJsonException | UnreadableAnswerException e) {
            return new Reply.Unreadable<>(answered, String.valueOf(e.getMessage()));
        }
    }
}
