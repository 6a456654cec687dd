package io.verigrad.explorer.search;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.page.Names;
import io.verigrad.explorer.problem.Problem;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /api/search}. */
@Path("/api/search")
class SearchResource {
    private final Search search;

    SearchResource(Search search) {
        this.search = search;
    }

    @GET
    public Uni<Answer> find(@RestQuery @DefaultValue("") String q) {
        String digits = q.strip();
        String name = digits.startsWith("0x") || digits.startsWith("0X") ? digits.substring(2) : digits;
        return switch (name.length()) {
            case 64 -> search.hash(Names.hash("0x" + name)).map(Answer::new);
            case 40 -> search.address(Names.address("0x" + name)).map(Answer::new);
            default ->
                throw Problem.malformed("expected 64 hexadecimal digits (a receipt, payment, transaction, batch root or"
                        + " model) or 40 (a payer or an enclave key), found " + name.length() + " characters");
        };
    }

    record Answer(List<Found> items) {}
}
