package io.verigrad.explorer.payer;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.page.Names;
import io.verigrad.explorer.usage.Usage;
import io.verigrad.value.Address;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /api/payers/{payer}}: a payer of whom nothing is known spent nothing. */
@Path("/api/payers/{payer}")
class PayerResource {
    private final Usage usage;

    PayerResource(Usage usage) {
        this.usage = usage;
    }

    @GET
    public Uni<Spend> one(@RestPath String payer) {
        Address address = Names.address(payer);
        return Uni.combine()
                .all()
                .unis(usage.spent(address), usage.spentByDay(address))
                .asTuple()
                .map(parts -> new Spend(address, parts.getItem1(), parts.getItem2()));
    }
}
