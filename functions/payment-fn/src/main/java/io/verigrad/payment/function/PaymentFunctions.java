package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.funqy.Funq;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.check.CheckAnswer;
import io.verigrad.payment.check.ConfirmAnswer;
import io.verigrad.payment.check.PaymentCheck;
import io.verigrad.payment.check.PaymentConfirmation;
import io.verigrad.payment.check.PaymentInquiry;
import io.verigrad.payment.check.PaymentRelease;
import io.verigrad.payment.check.ReleaseAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.tracing.PaymentSpan;
import io.verigrad.tracing.PaymentTraces;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/** The functions for runners. Each takes JSON as it is, so that what is wrong with it can be said. */
public class PaymentFunctions {
    private static final Logger LOG = Logger.getLogger(PaymentFunctions.class);

    private final PaymentCheck check;
    private final PaymentConfirmation confirmation;
    private final PaymentRelease release;
    private final PaymentInquiry inquiry;
    private final PaymentTraces traces;
    private final Clock clock;

    public PaymentFunctions(
            PaymentCheck check,
            PaymentConfirmation confirmation,
            PaymentRelease release,
            PaymentInquiry inquiry,
            PaymentTraces traces,
            Clock clock) {
        this.check = check;
        this.confirmation = confirmation;
        this.release = release;
        this.inquiry = inquiry;
        this.traces = traces;
        this.clock = clock;
    }

    @Funq
    public CheckAnswer check(JsonNode call) {
        Instant begun = clock.instant();
        CheckAnswer answer = check.check(call);
        // What is refused has no id yet; the runner tells of it.
        answer.paymentId().ifPresent(payment -> traces.add(PaymentSpan.of(payment, "reserve", begun, clock.instant())));
        return answer;
    }

    @Funq
    public ConfirmAnswer confirm(JsonNode call) {
        return confirmation.confirm(call);
    }

    @Funq
    public ReleaseAnswer release(JsonNode call) {
        return release.release(call);
    }

    /** The status, or a refusal. */
    @Funq
    public JsonNode status(JsonNode question) {
        try {
            Hash32 paymentId = Json.convert(question.path("paymentId"), Hash32.class);
            return Json.tree(inquiry.status(paymentId));
        } catch (MalformedJsonException e) {
            return Json.tree(Refusal.of(RefusalReason.MALFORMED_REQUEST, "paymentId: " + e.getMessage()));
        } catch (LedgerUnavailableException e) {
            LOG.warnf("status: %s", e.getMessage());
            return Json.tree(Refusal.of(RefusalReason.LEDGER_UNAVAILABLE, "the ledger is not available, try later"));
        }
    }
}
