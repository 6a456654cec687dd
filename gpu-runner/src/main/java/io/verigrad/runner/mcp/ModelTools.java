package io.verigrad.runner.mcp;

import io.quarkiverse.mcp.server.ToolManager;
import io.quarkus.runtime.StartupEvent;
import io.verigrad.json.Json;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.forward.ClosedModels;
import io.verigrad.runner.paid.Catalogue;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;

/** Offers every model as a tool, by its name. */
@ApplicationScoped
public class ModelTools {
    void register(
            @Observes StartupEvent event,
            ToolManager tools,
            Models models,
            ClosedModels closed,
            Catalogue catalogue,
            ToolCalls calls) {
        for (Model model : models.all()) {
            register(tools, ModelTool.of(model, catalogue.product(model).price()), calls);
        }
        closed.all().forEach(model -> register(tools, ModelTool.of(model), calls));
    }

    private static void register(ToolManager tools, ModelTool tool, ToolCalls calls) {
        tools.newTool(tool.name())
                .setDescription(tool.description())
                .setInputSchema(new JsonObject(new String(Json.write(tool.schema()), StandardCharsets.UTF_8)))
                // It changes nothing of the caller's but what it pays, which its client decides.
                .setAnnotations(new ToolManager.ToolAnnotations(tool.name(), true, false, false, tool.forwarded()))
                .setHandler(arguments -> calls.call(tool, arguments.rawMessage().asString()), true)
                .register();
    }
}
