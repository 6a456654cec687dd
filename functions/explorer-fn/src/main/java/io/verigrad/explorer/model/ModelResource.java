package io.verigrad.explorer.model;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.page.Names;
import io.verigrad.explorer.problem.Problem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /api/models}. */
@Path("/api/models")
class ModelResource {
    private final Models models;

    ModelResource(Models models) {
        this.models = models;
    }

    @GET
    public Uni<Answer> list() {
        return models.all().map(Answer::new);
    }

    @GET
    @Path("/{digest}")
    public Uni<ModelDetail> one(@RestPath String digest) {
        return models.find(Names.hash(digest))
                .map(found -> found.orElseThrow(() -> Problem.unknown("no settled call used a model of that digest")));
    }

    record Answer(List<ModelSummary> items) {}
}
