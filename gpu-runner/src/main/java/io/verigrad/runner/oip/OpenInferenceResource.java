package io.verigrad.runner.oip;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.json.Json;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.paid.PaidApi;
import io.verigrad.runner.paid.PaidCalls;
import io.verigrad.runner.paid.PaidRequest;
import io.verigrad.runner.paid.PaidResponse;
import io.verigrad.runner.store.TensorSpec;
import io.verigrad.runner.web.PaidEdge;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The Open Inference Protocol v2 over HTTP, in JSON and with binary tensors; only inference is paid. */
@Path("/v2")
public class OpenInferenceResource implements PaidApi {
    static final String PLATFORM = "onnx_onnxv1";

    private final Models models;
    private final Catalogue catalogue;
    private final Enclave enclave;
    private final PaidCalls calls;
    private final PaidEdge edge;
    private final Limits limits;
    private final OipErrors errors = new OipErrors();

    public OpenInferenceResource(
            Models models, Catalogue catalogue, Enclave enclave, PaidCalls calls, PaidEdge edge, Limits limits) {
        this.models = models;
        this.catalogue = catalogue;
        this.enclave = enclave;
        this.calls = calls;
        this.edge = edge;
        this.limits = limits;
    }

    @GET
    public Response server() {
        return json(
                200,
                Map.of("name", "verigrad-gpu-runner", "version", "0.1.0", "extensions", List.of("binary_tensor_data")));
    }

    @GET
    @Path("health/live")
    public Response live() {
        return json(200, Map.of("live", true));
    }

    @GET
    @Path("health/ready")
    public Response ready() {
        boolean ready = enclave.notReady().isEmpty();
        return json(ready ? 200 : 503, Map.of("ready", ready));
    }

    @GET
    @Path("models/{name}")
    public Response metadata(@PathParam("name") String name) {
        return describe(name);
    }

    @GET
    @Path("models/{name}/versions/{version}")
    public Response versionMetadata(@PathParam("name") String name, @PathParam("version") String version) {
        return describe(pinned(name, version));
    }

    @GET
    @Path("models/{name}/ready")
    public Response modelReady(@PathParam("name") String name) {
        return ready(name);
    }

    @GET
    @Path("models/{name}/versions/{version}/ready")
    public Response versionReady(@PathParam("name") String name, @PathParam("version") String version) {
        return ready(pinned(name, version));
    }

    @POST
    @Path("models/{name}/infer")
    @RunOnVirtualThread
    public Response infer(@PathParam("name") String name, @Context RoutingContext http, byte[] body) {
        return answer(name, http, body);
    }

    @POST
    @Path("models/{name}/versions/{version}/infer")
    @RunOnVirtualThread
    public Response versionInfer(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @Context RoutingContext http,
            byte[] body) {
        return answer(pinned(name, version), http, body);
    }

    private static String pinned(String name, String version) {
        return name + "@" + version;
    }

    private Response describe(String reference) {
        return models.find(reference).map(model -> json(200, metadata(model))).orElseGet(() -> absent(reference));
    }

    private Response ready(String reference) {
        boolean ready = enclave.notReady().isEmpty();
        return models.find(reference)
                .map(model -> json(ready ? 200 : 503, Map.of("name", model.name(), "ready", ready)))
                .orElseGet(() -> absent(reference));
    }

    private Response answer(String reference, RoutingContext http, byte[] body) {
        Optional<Model> found = models.find(reference);
        if (found.isEmpty()) {
            return absent(reference);
        }
        try {
            PaidRequest request = edge.request(http, body);
            BinaryBody content =
                    BinaryBody.of(body, Optional.ofNullable(http.request().getHeader(BinaryBody.HEADER)));
            return edge.response(infer(found.get(), request, content));
        } catch (InvalidRequestException e) {
            return edge.refuse(e, errors);
        }
    }

    /** Without binary tensors: whoever asks this way has no header that says where they begin. */
    @Override
    public Optional<PaidResponse> serve(PaidRequest request) {
        return InferJobs.model(models, request.path())
                .map(model -> infer(model, request, BinaryBody.of(request.body())));
    }

    private PaidResponse infer(Model model, PaidRequest request, BinaryBody content) {
        return calls.serve(request, catalogue.product(model), () -> InferJob.prepare(model, content, limits), errors);
    }

    @ServerExceptionMapper
    public Response fail(Throwable failure) {
        return edge.fail(failure, errors);
    }

    private Response absent(String reference) {
        return edge.refuse(models.absence(reference), errors);
    }

    private ObjectNode metadata(Model model) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("name", model.name());
        ArrayNode versions = json.putArray("versions");
        models.versions(model.name()).stream()
                .filter(version -> models.retired(version).isEmpty())
                .forEach(version -> versions.add(version.manifest().version()));
        json.put("platform", PLATFORM);
        json.set("inputs", tensors(model.manifest().inputs()));
        json.set("outputs", tensors(model.manifest().outputs()));
        return json;
    }

    private static ArrayNode tensors(List<TensorSpec> specs) {
        ArrayNode array = Json.mapper().createArrayNode();
        specs.forEach(spec -> array.add(Json.tree(spec)));
        return array;
    }

    private static Response json(int status, Object body) {
        return PaidEdge.json(status, Json.write(body)).build();
    }
}
