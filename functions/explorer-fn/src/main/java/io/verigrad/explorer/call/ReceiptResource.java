package io.verigrad.explorer.call;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.page.Names;
import io.verigrad.explorer.problem.Problem;
import io.verigrad.ledger.Receipts;
import io.verigrad.receipt.SignedReceipt;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /api/receipts}: a receipt as it was signed, the same JSON as the header that carries it. */
@Path("/api/receipts")
class ReceiptResource {
    private final Receipts receipts;

    ReceiptResource(Receipts receipts) {
        this.receipts = receipts;
    }

    @GET
    @Path("/{id}")
    public Uni<SignedReceipt> one(@RestPath String id) {
        return receipts.find(Names.hash(id))
                .map(found -> found.orElseThrow(() -> Problem.unknown("the ledger holds no receipt of that id")));
    }
}
