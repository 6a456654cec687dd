package io.verigrad.runner.web;

import io.verigrad.json.Json;
import io.verigrad.runner.paid.Receipts;
import io.verigrad.value.Hash32;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** {@code GET /v1/receipts/{id}}: the latest receipts of this enclave. */
@Path("/v1/receipts")
public class ReceiptResource {
    private final Receipts receipts;

    public ReceiptResource(Receipts receipts) {
        this.receipts = receipts;
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        Hash32 receiptId;
        try {
            receiptId = Hash32.parse(id);
        } catch (IllegalArgumentException e) {
            return error(400, "expected the id of a receipt: 0x and 64 hex digits");
        }
        return receipts.find(receiptId)
                .map(receipt -> PaidEdge.json(200, Json.write(receipt)).build())
                .orElseGet(() -> error(404, "this enclave has no such receipt, or no longer"));
    }

    private static Response error(int status, String message) {
        return PaidEdge.json(status, Json.write(Map.of("error", message))).build();
    }
}
