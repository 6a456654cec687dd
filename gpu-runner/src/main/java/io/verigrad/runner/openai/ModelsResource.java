package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.forward.ClosedModel;
import io.verigrad.runner.forward.ClosedModels;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.paid.Price;
import io.verigrad.runner.web.PaidEdge;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code GET /v1/models} (OpenAI API reference, "List models"), with what else one should know in {@code verigrad}; searched where a query is given. */
@Path("/v1/models")
public class ModelsResource {
    private final Models models;
    private final Catalogue catalogue;
    private final ClosedModels closed;

    public ModelsResource(Models models, Catalogue catalogue, ClosedModels closed) {
        this.closed = closed;
        this.models = models;
        this.catalogue = catalogue;
    }

    @GET
    public Response list(
            @QueryParam("name") Optional<String> name,
            @QueryParam("task") Optional<String> task,
            @QueryParam("digest") Optional<String> digest) {
        ModelSearch search;
        try {
            search = ModelSearch.parse(name, task, digest);
        } catch (InvalidRequestException e) {
            return PaidEdge.json(400, new OpenAiErrors().write(e.problem())).build();
        }
        ObjectNode json = Json.mapper().createObjectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        Stream.concat(
                        models.all().stream().map(this::describe),
                        closed.all().stream().map(ModelsResource::describe))
                .filter(search::finds)
                .forEach(data::add);
        return PaidEdge.json(200, Json.write(json)).build();
    }

    @GET
    @Path("{name}")
    public Response one(@PathParam("name") String name) {
        return models.find(name)
                .map(this::describe)
                .or(() -> closed.all().stream()
                        .filter(model -> model.name().equals(name))
                        .findFirst()
                        .map(ModelsResource::describe))
                .map(model -> PaidEdge.json(200, Json.write(model)).build())
                .orElseGet(() -> absent(models.absence(name)));
    }

    private static Response absent(Problem problem) {
        return PaidEdge.json(problem.status(), new OpenAiErrors().write(problem))
                .build();
    }

    private ObjectNode describe(Model model) {
        ObjectNode json = Json.mapper().createObjectNode();
        // The time of creation is not known: a manifest has none.
        json.put("id", model.name()).put("object", "model").put("created", 0).put("owned_by", "verigrad");
        priced(json.putObject("verigrad"), catalogue.product(model).price())
                .put("modelDigest", model.digest().toString())
                .put("version", model.manifest().version())
                .put("task", model.manifest().task().name())
                .put("numericsClass", model.numericsClass())
                .put("probed", model.isProbed())
                .put("licence", model.manifest().licence())
                .put("card", model.manifest().card());
        return json;
    }

    private static ObjectNode describe(ClosedModel model) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("id", model.name()).put("object", "model").put("created", 0).put("owned_by", model.host());
        priced(json.putObject("verigrad"), model.price())
                .put("task", "forwarded")
                .put("upstreamModel", model.upstreamModel());
        return json;
    }

    /** The most that a call costs, and what it costs who pays for what is used. */
    private static ObjectNode priced(ObjectNode json, Price price) {
        return json.put("price", price.call().toString())
                .put("inputUnitPrice", price.inputUnit().toString())
                .put("outputUnitPrice", price.outputUnit().toString());
    }
}
