package io.verigrad.runner.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.runner.api.InvalidRequestException;
import java.util.List;
import java.util.Set;

/**
 * A request to rank documents (Cohere API v2, "Rerank"; Jina's reranker has the same members).
 *
 * @param top how many results are wanted
 * @param documents whether results repeat their documents
 */
record RerankRequest(String model, String query, List<String> texts, int top, boolean documents) {
    private static final Set<String> KNOWN = Set.of("model", "query", "documents", "top_n", "return_documents");

    RerankRequest {
        texts = List.copyOf(texts);
    }

    static RerankRequest read(byte[] body, int maxTexts) throws InvalidRequestException {
        ObjectNode request = ScoringRequest.read(body, KNOWN);
        List<String> texts = ScoringRequest.texts(request.path("documents"), "documents", maxTexts);
        return new RerankRequest(
                ScoringRequest.text(request, "model"),
                ScoringRequest.text(request, "query"),
                texts,
                top(request.path("top_n"), texts.size()),
                returnDocuments(request.path("return_documents")));
    }

    private static int top(JsonNode top, int texts) throws InvalidRequestException {
        if (top.isMissingNode() || top.isNull()) {
            return texts;
        }
        if (!top.isInt() || top.asInt() < 1) {
            throw InvalidRequestException.of("invalid_value", "top_n", "expected a positive integer");
        }
        return Math.min(top.asInt(), texts);
    }

    private static boolean returnDocuments(JsonNode wanted) throws InvalidRequestException {
        if (!wanted.isMissingNode() && !wanted.isBoolean()) {
            throw InvalidRequestException.of("invalid_type", "return_documents", "expected true or false");
        }
        return wanted.asBoolean(false);
    }
}
