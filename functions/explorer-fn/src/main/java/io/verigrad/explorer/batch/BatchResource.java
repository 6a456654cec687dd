package io.verigrad.explorer.batch;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.page.Limit;
import io.verigrad.explorer.page.Names;
import io.verigrad.explorer.page.Page;
import io.verigrad.explorer.problem.Problem;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /api/batches}. */
@Path("/api/batches")
class BatchResource {
    private final Batches batches;

    BatchResource(Batches batches) {
        this.batches = batches;
    }

    @GET
    public Uni<Page<BatchSummary>> list(
            @RestQuery Optional<String> cursor, @RestQuery @DefaultValue(Limit.DEFAULT) int limit) {
        return batches.page(cursor.map(BatchResource::number).orElse(Long.MAX_VALUE), Limit.of(limit));
    }

    @GET
    @Path("/{root}")
    public Uni<BatchDetail> one(@RestPath String root) {
        return batches.find(Names.hash(root))
                .map(found -> found.orElseThrow(() -> Problem.unknown("no batch has that root")));
    }

    private static long number(String cursor) {
        if (!cursor.matches("\\d{1,18}")) {
            throw Problem.malformed("expected a cursor that an earlier page gave");
        }
        return Long.parseLong(cursor);
    }
}
