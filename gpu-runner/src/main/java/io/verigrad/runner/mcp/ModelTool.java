package io.verigrad.runner.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.forward.ClosedModel;
import io.verigrad.runner.paid.Price;
import io.verigrad.runner.store.ModelManifest;

/**
 * One model as a tool. A call of it is the request {@code POST path} whose body is the canonical JSON (RFC 8785) of the
 * arguments, with the model's name where the API wants it there: receipts bind that request.
 *
 * @param namesModel whether the body has the member {@code model}
 * @param forwarded whether others run the model
 */
record ModelTool(
        String name, String path, boolean namesModel, boolean forwarded, String description, ObjectNode schema) {
    static ModelTool of(Model model, Price price) {
        ModelManifest manifest = model.manifest();
        String description = manifest.card() + cost(price);
        return switch (manifest.task()) {
            case classification ->
                new ModelTool(model.name(), "/v1/classify", true, false, description, ToolSchema.classification());
            case reranking ->
                new ModelTool(model.name(), "/v1/rerank", true, false, description, ToolSchema.reranking());
            case embeddings ->
                new ModelTool(model.name(), "/v1/embeddings", true, false, description, ToolSchema.embeddings());
            case generation ->
                new ModelTool(model.name(), "/v1/chat/completions", true, false, description, ToolSchema.chat());
            case tensors ->
                new ModelTool(
                        model.name(),
                        "/v2/models/" + model.name() + "/infer",
                        false,
                        false,
                        description,
                        ToolSchema.tensors(manifest.inputs()));
        };
    }

    static ModelTool of(ClosedModel model) {
        return new ModelTool(
                model.name(),
                "/v1/chat/completions",
                true,
                true,
                "The model " + model.upstreamModel() + ", forwarded to " + model.host() + "." + cost(model.price()),
                ToolSchema.forwardedChat());
    }

    /** The body of the request that a call stands for. */
    byte[] body(ObjectNode arguments) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.setAll(arguments);
        if (namesModel) {
            body.put("model", name);
        }
        return CanonicalJson.encode(body);
    }

    private static String cost(Price price) {
        return " A call costs " + price.call() + " atomic units of the token that the payment required names.";
    }
}
