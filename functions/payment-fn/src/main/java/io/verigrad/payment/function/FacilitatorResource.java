package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.payment.discovery.Discovery;
import io.verigrad.payment.facilitator.Facilitator;
import io.verigrad.payment.facilitator.FacilitatorBusyException;
import io.verigrad.payment.facilitator.IdentifierTakenException;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.ProtocolVersion;
import io.verigrad.x402.Reason;
import io.verigrad.x402.SettleResponse;
import io.verigrad.x402.SupportedResponse;
import io.verigrad.x402.VerifyResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The facilitator's API (x402 v2, section 7). A payment that is not good is answered 200 with the reason; 400 is for what
 * is no request, 503 for what can be tried again.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class FacilitatorResource {
    private static final Logger LOG = Logger.getLogger(FacilitatorResource.class);
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final String EXTENSION_RESPONSES = "EXTENSION-RESPONSES";
    private static final String TRY_LATER = "the chain or the ledger is not available, try later";

    private final Facilitator facilitator;
    private final Discovery discovery;
    private final ChainConfig config;

    FacilitatorResource(Facilitator facilitator, Discovery discovery, ChainConfig config) {
        this.facilitator = facilitator;
        this.discovery = discovery;
        this.config = config;
    }

    @GET
    @Path("supported")
    public SupportedResponse supported() {
        return facilitator.supported();
    }

    @GET
    @Path("verify")
    public JsonNode describeVerify() {
        return EndpointDescription.of("/verify", "Says whether a payment is good. Nothing is reserved or moved.");
    }

    @GET
    @Path("settle")
    public JsonNode describeSettle() {
        return EndpointDescription.of("/settle", "Moves the money. The same payment is settled once, however often.");
    }

    @POST
    @Path("verify")
    public RestResponse<byte[]> verify(byte[] body) {
        try {
            return answer(RestResponse.Status.OK, facilitator.verify(read(body)).toJson());
        } catch (PaymentFormatException e) {
            return answer(RestResponse.Status.BAD_REQUEST, invalid(e.reason(), String.valueOf(e.getMessage())));
        } catch (MalformedJsonException e) {
            return answer(
                    RestResponse.Status.BAD_REQUEST, invalid(Reason.INVALID_PAYLOAD, String.valueOf(e.getMessage())));
        } catch (ChainUnavailableException e) {
            LOG.warnf("verify: the chain is not available: %s", e.getMessage());
            return answer(RestResponse.Status.SERVICE_UNAVAILABLE, invalid(Reason.UNEXPECTED_VERIFY_ERROR, TRY_LATER));
        } catch (LedgerUnavailableException e) {
            LOG.warnf("verify: %s", e.getMessage());
            return answer(RestResponse.Status.SERVICE_UNAVAILABLE, invalid(Reason.UNEXPECTED_VERIFY_ERROR, TRY_LATER));
        }
    }

    @POST
    @Path("settle")
    @RunOnVirtualThread // it waits for blocks
    public RestResponse<byte[]> settle(byte[] body) {
        try {
            FacilitatorRequest request = read(body);
            ProtocolVersion version = request.paymentPayload().version();
            SettleResponse settled = facilitator.settle(request);
            RestResponse.ResponseBuilder<byte[]> answer =
                    RestResponse.ResponseBuilder.ok(Json.write(settled.toJson(version)));
            if (settled.success()) {
                discovery.settled(request).ifPresent(outcome -> answer.header(EXTENSION_RESPONSES, outcome));
            }
            return answer.build();
        } catch (PaymentFormatException e) {
            return answer(RestResponse.Status.BAD_REQUEST, failed(e.reason(), String.valueOf(e.getMessage())));
        } catch (MalformedJsonException e) {
            return answer(
                    RestResponse.Status.BAD_REQUEST, failed(Reason.INVALID_PAYLOAD, String.valueOf(e.getMessage())));
        } catch (IdentifierTakenException e) {
            return answer(
                    RestResponse.Status.CONFLICT,
                    failed(Reason.PAYMENT_IDENTIFIER_CONFLICT, String.valueOf(e.getMessage())));
        } catch (FacilitatorBusyException e) {
            return RestResponse.ResponseBuilder.create(
                            RestResponse.Status.SERVICE_UNAVAILABLE,
                            Json.write(failed(Reason.UNEXPECTED_SETTLE_ERROR, "busy, try later: " + e.getMessage())))
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build();
        } catch (ChainUnavailableException e) {
            LOG.warnf("settle: the chain is not available: %s", e.getMessage());
            return answer(RestResponse.Status.SERVICE_UNAVAILABLE, failed(Reason.UNEXPECTED_SETTLE_ERROR, TRY_LATER));
        } catch (LedgerUnavailableException e) {
            LOG.warnf("settle: %s", e.getMessage());
            return answer(RestResponse.Status.SERVICE_UNAVAILABLE, failed(Reason.UNEXPECTED_SETTLE_ERROR, TRY_LATER));
        }
    }

    private static FacilitatorRequest read(byte[] body) throws MalformedJsonException, PaymentFormatException {
        return FacilitatorRequest.parse(Json.read(body, JsonNode.class));
    }

    /** Written here: the writer of the framework would look its mapper up for every answer. */
    private static RestResponse<byte[]> answer(RestResponse.Status status, JsonNode body) {
        return RestResponse.status(status, Json.write(body));
    }

    private static JsonNode invalid(Reason reason, String message) {
        return VerifyResponse.invalid(reason.code(), message, Optional.empty()).toJson();
    }

    private JsonNode failed(Reason reason, String message) {
        return SettleResponse.failed(reason.code(), message, Optional.empty(), Optional.empty(), config.chainId())
                .toJson();
    }
}
