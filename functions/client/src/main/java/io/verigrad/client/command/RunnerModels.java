package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.runner.ListedModel;
import io.verigrad.client.runner.ModelList;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A runner's models for a terminal and for scripts. */
final class RunnerModels {
    private static final int MAX_LIST = 1 << 20;

    private RunnerModels() {}

    static List<ListedModel> of(URI runner) throws CommandFailure {
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(20), MAX_LIST)) {
            return ModelList.of(runner, http);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.NETWORK, "the runner's models cannot be read: " + e.getMessage(), e);
        }
    }

    static ObjectNode json(ListedModel model) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", model.name());
        model.digest().ifPresent(digest -> json.put("modelDigest", digest.toString()));
        json.put("version", model.version()).put("task", model.task());
        model.price().ifPresent(price -> json.put("price", price.toString()));
        json.put("licence", model.licence());
        json.set("card", model.card());
        return json;
    }
}
