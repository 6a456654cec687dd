package io.verigrad.explorer.call;

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

/** {@code /api/calls}. */
@Path("/api/calls")
class CallResource {
    private final Calls calls;
    private final CallPages pages;

    CallResource(Calls calls, CallPages pages) {
        this.calls = calls;
        this.pages = pages;
    }

    @GET
    public Uni<Page<CallSummary>> list(
            @RestQuery Optional<String> cursor,
            @RestQuery @DefaultValue(Limit.DEFAULT) int limit,
            @RestQuery Optional<String> payer,
            @RestQuery Optional<String> enclave) {
        CallCursor place = cursor.map(CallCursor::parse).orElse(CallCursor.START);
        int size = Limit.of(limit);
        if (payer.isPresent() && enclave.isPresent()) {
            throw Problem.malformed("expected a payer or an enclave, found both");
        }
        if (payer.isPresent()) {
            return calls.ofPayer(Names.address(payer.get()), place, size);
        }
        if (enclave.isPresent()) {
            return calls.ofEnclave(Names.address(enclave.get()), place, size);
        }
        return calls.page(place, size);
    }

    @GET
    @Path("/{paymentId}")
    public Uni<CallDetail> one(@RestPath String paymentId) {
        return pages.find(Names.hash(paymentId))
                .map(found -> found.orElseThrow(() -> Problem.unknown("no call was paid by that payment id")));
    }
}
