package io.verigrad.explorer.enclave;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** {@code /api/enclaves}. */
@Path("/api/enclaves")
class EnclaveResource {
    private final Enclaves enclaves;

    EnclaveResource(Enclaves enclaves) {
        this.enclaves = enclaves;
    }

    @GET
    public Uni<Answer> list() {
        return enclaves.all().map(Answer::new);
    }

    record Answer(List<Enclave> items) {}
}
