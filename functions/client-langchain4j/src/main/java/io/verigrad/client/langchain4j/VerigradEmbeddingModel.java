package io.verigrad.client.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.verigrad.client.inference.EmbeddingRequest;
import io.verigrad.client.inference.Embeddings;
import io.verigrad.client.inference.Inference;
import io.verigrad.client.inference.NoAnswerException;
import io.verigrad.client.inference.Reply;
import java.util.List;
import java.util.Map;

/**
 * An embedding model behind LangChain4j: each call is paid for, and answered only with what was verified. The response's metadata
 * names its receipt. Safe for many threads.
 */
public final class VerigradEmbeddingModel implements EmbeddingModel {
    /** The member of a response's metadata with the id of its receipt. */
    public static final String RECEIPT_ID = "verigradReceiptId";

    private final Inference inference;
    private final String model;
    private final int dimension;

    /**
     * A model.
     *
     * @param dimension how long its vectors are; known beforehand, so that asking for it costs no call
     */
    public VerigradEmbeddingModel(Inference inference, String model, int dimension) {
        this.inference = inference;
        this.model = model;
        this.dimension = dimension;
    }

    @Override
    public String modelName() {
        return model;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    /**
     * Embeds all segments by one call.
     *
     * @throws NoAnswerException if no answer may be handed over; it says why, and whether something may be charged
     */
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        EmbeddingRequest request = new EmbeddingRequest(
                model, segments.stream().map(TextSegment::text).toList());
        return switch (inference.embed(request)) {
            case Reply.Answered<Embeddings>(Embeddings found, var receipt, var _) ->
                Response.from(
                        found.vectors().stream()
                                .map(vector -> Embedding.from(vector.toArray()))
                                .toList(),
                        new TokenUsage(Math.toIntExact(found.usage().inputTokens())),
                        null,
                        Map.of(RECEIPT_ID, receipt.id().toString()));
            case Reply.Unreadable<Embeddings> unreadable -> throw unreadable.asException();
            case Reply.Failed<Embeddings> failed -> throw failed.asException();
        };
    }
}
