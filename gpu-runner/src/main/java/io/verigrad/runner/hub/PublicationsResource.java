package io.verigrad.runner.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.publication.SignedModelRetirement;
import io.verigrad.runner.api.ErrorFormat;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.web.PaidEdge;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** {@code POST /v1/models}, the versions of models, and how one is retired. */
@Path("/v1/models")
public class PublicationsResource {
    private final Hub hub;
    private final Models models;
    private final PaidEdge edge;
    private final ErrorFormat errors = PublicationsResource::error;

    public PublicationsResource(Hub hub, Models models, PaidEdge edge) {
        this.hub = hub;
        this.models = models;
        this.edge = edge;
    }

    @POST
    @RunOnVirtualThread
    public Response publish(byte[] body) throws PublicationRefusedException, IOException {
        PublishedModel wanted;
        try {
            wanted = PublishedModel.read(body);
        } catch (MalformedJsonException e) {
            throw malformed(e);
        }
        if (wanted.retired().isPresent()) {
            throw new PublicationRefusedException(400, "invalid_body", "expected a model that is not retired");
        }
        Model model = publications().publish(wanted);
        return PaidEdge.json(201, Json.write(describe(model)))
                .header("Location", "/v1/models/" + model.name() + "@" + model.digest())
                .build();
    }

    @GET
    @Path("{name}/versions")
    public Response versions(@PathParam("name") String name) throws PublicationRefusedException {
        List<Model> versions = models.versions(name);
        if (versions.isEmpty()) {
            throw new PublicationRefusedException(404, "model_not_found", "there is no such model here");
        }
        ObjectNode json = Json.mapper().createObjectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        versions.reversed().forEach(model -> data.add(describe(model)));
        return PaidEdge.json(200, Json.write(json)).build();
    }

    @POST
    @Path("{name}/retire")
    @RunOnVirtualThread
    public Response retire(@PathParam("name") String name, byte[] body)
            throws PublicationRefusedException, IOException {
        SignedModelRetirement signed;
        try {
            signed = Json.read(body, SignedModelRetirement.class);
        } catch (MalformedJsonException e) {
            throw malformed(e);
        }
        Model model = models.version(signed.retirement().modelDigest())
                .filter(found -> found.name().equals(name))
                .orElseThrow(() -> new PublicationRefusedException(
                        404, "model_not_found", "model " + name + " has no such version here"));
        publications().retire(signed);
        return PaidEdge.json(200, Json.write(describe(model))).build();
    }

    @ServerExceptionMapper
    public Response refuse(PublicationRefusedException refused) {
        return edge.refuse(refused.problem(), errors);
    }

    @ServerExceptionMapper
    public Response fail(Throwable failure) {
        return edge.fault(failure, errors);
    }

    private ObjectNode describe(Model model) {
        ObjectNode json = Json.mapper()
                .createObjectNode()
                .put("name", model.name())
                .put("version", model.manifest().version())
                .put("modelDigest", model.digest().toString());
        hub.publications()
                .flatMap(known -> known.publisher(model.digest()))
                .ifPresent(publisher -> json.put("publisher", publisher.toString()));
        models.retired(model).ifPresent(reason -> json.put("retired", reason));
        return json;
    }

    private Publications publications() throws PublicationRefusedException {
        return hub.publications().orElseThrow(() -> new PublicationRefusedException(404, "publishing_off", Hub.OFF));
    }

    private static PublicationRefusedException malformed(MalformedJsonException e) {
        return new PublicationRefusedException(400, "invalid_body", String.valueOf(e.getMessage()));
    }

    private static byte[] error(Problem problem) {
        return Json.write(Map.of("reason", problem.code(), "error", problem.message()));
    }
}
