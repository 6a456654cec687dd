package io.verigrad.runner.web;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.RootRequest;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.RootIssuer;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Map;

/**
 * {@code POST /v1/receipt-roots}: the enclave's signature of one root over receipts of channels that it signed itself, so that
 * they are claimed together. It says nothing that the receipts do not, so anybody may ask.
 */
@Path("/v1/receipt-roots")
public class ReceiptRootResource {
    private final RootIssuer issuer;

    public ReceiptRootResource(Enclave enclave, Clock clock) {
        this.issuer = new RootIssuer(enclave, clock);
    }

    @POST
    @RunOnVirtualThread
    public Response sign(byte[] body) {
        try {
            return issuer.sign(Json.read(body, RootRequest.class))
                    .map(root -> PaidEdge.json(200, Json.write(root)).build())
                    .orElseGet(() -> refuse(
                            "receipts_not_ours",
                            "expected receipts of channels of this enclave's key,"
                                    + " in the order of their places, and a time near now"));
        } catch (MalformedJsonException e) {
            return refuse("malformed_request", String.valueOf(e.getMessage()));
        }
    }

    private static Response refuse(String reason, String message) {
        return PaidEdge.json(400, Json.write(Map.of("reason", reason, "message", message)))
                .build();
    }
}
