package io.verigrad.runner.payment;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.call.SignedCall;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.function.FunctionClient;
import io.verigrad.runner.function.FunctionException;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Remedy;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Calls payment-fn; every call is signed by the enclave's key, so that only this runner can reserve and release. */
public final class PaymentFunction {
    private static final Logger LOG = Logger.getLogger(PaymentFunction.class);

    /** Refusals that no other payment would change: the runner's set-up, the ledger or the chain. */
    private static final Set<String> OWN_FAULTS = Set.of(
            "chain_unavailable",
            "ledger_unavailable",
            "unauthenticated",
            "runner_not_registered",
            "runner_key_not_good",
            "offer_not_signed_by_runner",
            "offer_expired",
            "offer_mismatch",
            "payee_not_vault",
            "unsupported_asset",
            "unknown_payment",
            "not_your_payment");

    /** Why a payment is not released that has gone on: its receipt is in the ledger. */
    private static final String PAST_RELEASE = "payment_already_used";

    private final FunctionClient functions;
    private final URI base;
    private final Enclave enclave;
    private final Address host;
    private final Clock clock;

    /**
     * @param host whose vault is paid
     */
    public PaymentFunction(FunctionClient functions, URI base, Enclave enclave, Address host, Clock clock) {
        this.functions = functions;
        this.base = base;
        this.enclave = enclave;
        this.host = host;
        this.clock = clock;
    }

    /** Verifies and reserves a payment. If the answer was lost the payment may be reserved: release it. */
    public CheckOutcome check(
            PaymentPayload payment, PaymentRequirements requirements, Hash32 requestHash, SignedOffer offer) {
        try {
            JsonNode answer = call(
                    "check",
                    Map.of(
                            "payment", payment,
                            "requirements", requirements,
                            "requestHash", requestHash,
                            "offer", offer,
                            "host", host));
            return switch (answer.path("outcome").asText()) {
                case "reserved" -> reserved(answer);
                case "repeated" -> new CheckOutcome.Repeated(channel(answer));
                case "refused" -> refused(answer);
                default -> new CheckOutcome.Unavailable("unknown_outcome", true);
            };
        } catch (FunctionException e) {
            LOG.warnf("payment check: %s", e.getMessage());
            return new CheckOutcome.Unavailable("no_answer", e.sent());
        }
    }

    /** Asks whether the chain would take the payment now. */
    public ConfirmOutcome confirm(Hash32 paymentId) {
        return confirm(Map.of("paymentId", paymentId));
    }

    /** Has the receipt of a call by channel kept, so that the channel's next call can be paid. */
    public ConfirmOutcome keep(SignedReceipt receipt) {
        return confirm(Map.of("paymentId", receipt.receipt().paymentId(), "receipt", receipt));
    }

    private ConfirmOutcome confirm(Map<String, Object> body) {
        try {
            JsonNode answer = call("confirm", body);
            return switch (answer.path("outcome").asText()) {
                case "confirmed" -> new ConfirmOutcome.Confirmed();
                case "refused" ->
                    OWN_FAULTS.contains(reason(answer))
                            ? new ConfirmOutcome.Unavailable(reason(answer))
                            : new ConfirmOutcome.Refused(reason(answer), message(answer), remedy(answer));
                default -> new ConfirmOutcome.Unavailable("unknown_outcome");
            };
        } catch (FunctionException e) {
            LOG.warnf("payment confirm: %s", e.getMessage());
            return new ConfirmOutcome.Unavailable("no_answer");
        }
    }

    /**
     * Undoes a reservation.
     *
     * @param requestHash of the call that it was made for: a place in a channel may have gone to another call by now
     */
    public ReleaseOutcome release(Hash32 paymentId, Hash32 requestHash, String reason) {
        try {
            JsonNode answer =
                    call("release", Map.of("paymentId", paymentId, "requestHash", requestHash, "reason", reason));
            if (answer.path("released").asBoolean()) {
                return ReleaseOutcome.RELEASED;
            }
            // Only this refusal says where the payment is. Any other leaves it open, an unknown payment too: a late
            // check may still reserve it.
            return reason(answer).equals(PAST_RELEASE) ? ReleaseOutcome.KEPT : ReleaseOutcome.UNKNOWN;
        } catch (FunctionException e) {
            LOG.warnf("payment release: %s", e.getMessage());
            return ReleaseOutcome.UNKNOWN;
        }
    }

    /** Where the payment is on its way; empty if nobody can tell now. */
    public Optional<PaymentStatus> status(Hash32 paymentId) {
        try {
            JsonNode answer = functions.call(base, "status", Map.of("paymentId", paymentId));
            List<String> reasons = new ArrayList<>();
            answer.path("reasons").forEach(reason -> reasons.add(reason.asText()));
            return answer.path("state").isTextual()
                    ? Optional.of(new PaymentStatus(
                            answer.path("state").asText(),
                            reasons,
                            hash(answer, "receiptId"),
                            hash(answer, "transaction")))
                    : Optional.empty();
        } catch (FunctionException | MalformedJsonException e) {
            LOG.warnf("payment status: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Hash32> hash(JsonNode answer, String member) throws MalformedJsonException {
        return answer.hasNonNull(member)
                ? Optional.of(Json.convert(answer.path(member), Hash32.class))
                : Optional.empty();
    }

    /** A way to settle that this runner does not know must not be taken for one that releases the answer. */
    private static CheckOutcome reserved(JsonNode answer) {
        return switch (answer.path("settlement").asText()) {
            case "deferred" -> new CheckOutcome.Reserved(Settlement.DEFERRED, channel(answer));
            case "instant" -> new CheckOutcome.Reserved(Settlement.INSTANT, channel(answer));
            default -> new CheckOutcome.Unavailable("unknown_settlement", true);
        };
    }

    private static CheckOutcome refused(JsonNode answer) {
        String reason = reason(answer);
        if (OWN_FAULTS.contains(reason)) {
            LOG.warnf("payment check: refused with %s, %s", reason, message(answer));
            // The ledger may have reserved the payment and failed afterwards.
            return new CheckOutcome.Unavailable(reason, reason.equals("ledger_unavailable"));
        }
        return new CheckOutcome.Refused(reason, message(answer), remedy(answer), channel(answer));
    }

    private JsonNode call(String function, Object body) throws FunctionException {
        return functions.call(
                base,
                function,
                SignedCall.sign(function, body, enclave.domain(), enclave.keys().receipt(), clock));
    }

    private static Optional<JsonNode> channel(JsonNode answer) {
        return Optional.of(answer.path("channel")).filter(JsonNode::isObject);
    }

    private static String reason(JsonNode answer) {
        return answer.path("reason").asText("payment_refused");
    }

    /** One that cannot be read is no help to anybody. */
    private static Optional<Remedy> remedy(JsonNode answer) {
        try {
            return answer.hasNonNull("remedy")
                    ? Optional.of(Json.convert(answer.path("remedy"), Remedy.class))
                    : Optional.empty();
        } catch (MalformedJsonException e) {
            LOG.warnf("payment check: a remedy that is none: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private static String message(JsonNode answer) {
        return answer.path("message").asText("the payment was refused");
    }
}
