package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.StackTrace;
import io.verigrad.runner.bus.BusException;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.RunQueue;
import io.verigrad.runner.payment.CheckOutcome;
import io.verigrad.runner.payment.ConfirmOutcome;
import io.verigrad.runner.payment.PaymentFunction;
import io.verigrad.runner.payment.PaymentStatus;
import io.verigrad.runner.payment.ReleaseOutcome;
import io.verigrad.runner.payment.Settlement;
import io.verigrad.tracing.CallerContext;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Reason;
import io.verigrad.x402.Remedy;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * One paid call from its reservation to its receipt: reserve, run the model beside the chain's confirmation, sign,
 * publish. Whatever fails after the reservation releases it.
 */
public final class PaidRun {
    private static final Logger LOG = Logger.getLogger(PaidRun.class);

    private final PaymentFunction payments;
    private final ReceiptWriter receipts;
    private final Outbox outbox;
    private final RunQueue queue;
    private final Executor background;
    private final CallTraces traces;
    /** The payments whose release got no answer: it could undo what is reserved anew at the same place of a channel. */
    private final Set<Hash32> unanswered = ConcurrentHashMap.newKeySet();

    /**
     * @param background where confirmations run
     */
    public PaidRun(
            PaymentFunction payments,
            ReceiptWriter receipts,
            Outbox outbox,
            RunQueue queue,
            Executor background,
            CallTraces traces) {
        this.payments = payments;
        this.receipts = receipts;
        this.outbox = outbox;
        this.queue = queue;
        this.background = background;
        this.traces = traces;
    }

    /** What one call is about. */
    record Call(
            String path,
            Payment payment,
            Product product,
            SignedOffer offer,
            Hash32 requestHash,
            Hash32 clientNonce,
            Optional<CallerContext> caller) {}

    /** The answer with the receipt that is on the bus. */
    record Served(
            AnswerBody body, SignedReceipt receipt, Settlement settlement, CallTime time, Optional<JsonNode> channel) {}

    private record Reserved(Reservation reservation, Settlement settlement, Optional<JsonNode> channel) {}

    /** @param audience who waits for the answer; when all have left before it is signed, the run ends and nothing is charged */
    Served serve(Call call, Audience audience, Job.Factory jobs) throws RefusedException {
        CallTime time = new CallTime();
        try {
            Served served = serve(call, audience, jobs, time);
            traces.tell(call, time, Optional.empty());
            return served;
        } catch (RefusedException e) {
            traces.tell(call, time, Optional.of(e.refusal()));
            throw e;
        }
    }

    private Served serve(Call call, Audience audience, Job.Factory jobs, CallTime time) throws RefusedException {
        try (RunQueue.Place place = queue.enter().orElseThrow(PaidRun::overloaded)) {
            requireRoom();
            Job job = prepare(jobs);
            requirePresent(audience);
            Reserved reserved = time.step(CallTime.Step.CHECK, () -> reserve(call));
            try (Reservation reservation = reserved.reservation()) {
                ByteArrayOutputStream made = new ByteArrayOutputStream();
                AnswerEvents events = receipts.events(call.requestHash(), made::writeBytes, time::made);
                Answer answer = run(
                        call,
                        time,
                        () -> place.run(() -> time.of(() -> job.run(events)), audience::whenGone),
                        reservation);
                if (audience.isGone()) {
                    reservation.because("consumer_left");
                    throw cancelled();
                }
                SignedReceipt receipt = time.step(
                        CallTime.Step.SIGN,
                        () -> receipts.write(
                                call,
                                job,
                                answer,
                                job.streams() ? events.last() : ContentHash.response(answer.body())));
                publish(time, receipt, reservation);
                reservation.keep();
                if (call.payment().place().isPresent()) {
                    time.step(CallTime.Step.CONFIRM, () -> keep(receipt));
                }
                AnswerBody body = job.streams()
                        ? AnswerBody.stream(made, EventFormat.end(answer.body(), receipt))
                        : answer.content();
                CallMetrics.answered(call.path(), call.product(), answer, time.ended());
                return new Served(body, receipt, reserved.settlement(), time, reserved.channel());
            }
        }
    }

    /** What the bus does not take is not lost: before that, nothing new is taken. */
    private void requireRoom() throws RefusedException {
        if (!outbox.hasRoom()) {
            throw RefusedException.failed(
                    503, "bus_behind", "receipts wait to be published; try again, nothing was charged");
        }
    }

    /** Whoever left before anything was reserved can come back with the same payment. */
    private static void requirePresent(Audience audience) throws RefusedException {
        if (audience.isGone()) {
            throw cancelled();
        }
    }

    /** Before anything is reserved: a request that cannot be run costs nothing. */
    static Job prepare(Job.Factory jobs) throws RefusedException {
        try {
            return jobs.prepare();
        } catch (InvalidRequestException e) {
            throw RefusedException.failed(e.problem());
        } catch (RunException e) {
            throw failed(e);
        }
    }

    private Reserved reserve(Call call) throws RefusedException {
        Payment payment = call.payment();
        if (unanswered.contains(payment.id())) {
            throw unavailable("the call before is not given up yet", "release_unanswered");
        }
        Reservation reservation = new Reservation(payments, payment.id(), call.requestHash(), unanswered, background);
        return switch (payments.check(payment.payload(), payment.terms(), call.requestHash(), call.offer())) {
            case CheckOutcome.Reserved(Settlement settlement, Optional<JsonNode> channel) ->
                new Reserved(reservation, settlement, channel);
            case CheckOutcome.Refused(
                    String reason,
                    String message,
                    Optional<Remedy> remedy,
                    Optional<JsonNode> channel) -> throw RefusedException.unpaid(reason, message, remedy, channel);
            // Whoever lost the book of a channel repeats its calls, and is told where the channel is.
            case CheckOutcome.Repeated(Optional<JsonNode> channel)
            when channel.isPresent() ->
                throw RefusedException.unpaid(
                        Reason.BATCH_CUMULATIVE_MISMATCH.code(),
                        "this voucher paid for this request before, and the answer is not kept here",
                        Optional.empty(),
                        channel);
            case CheckOutcome.Repeated _ ->
                throw RefusedException.failed(
                        409,
                        "answer_gone",
                        "this payment was used for this request before, and the answer is not kept here"
                                + payments.status(payment.id())
                                        .map(PaidRun::receiptOf)
                                        .orElse(""));
            case CheckOutcome.Unavailable unavailable -> {
                if (unavailable.maybeReserved()) {
                    reservation.because("check_unavailable").release();
                }
                throw unavailable("payments cannot be checked now", unavailable.reason());
            }
        };
    }

    private Answer run(Call call, CallTime time, CallTime.Work<Answer> work, Reservation reservation)
            throws RefusedException {
        // What lies in a channel needs nobody's confirmation.
        CompletableFuture<ConfirmOutcome> confirming = call.payment().place().isPresent()
                ? CompletableFuture.completedFuture(new ConfirmOutcome.Confirmed())
                : CompletableFuture.supplyAsync(
                        () -> payments.confirm(call.payment().id()), background);
        Answer answer;
        try {
            answer = work.run();
        } catch (RunException e) {
            reservation.because(e.reason() == RunException.Cause.CANCELLED ? "consumer_left" : "run_failed");
            throw failed(e);
        }
        switch (time.step(CallTime.Step.CONFIRM, confirming::join)) {
            case ConfirmOutcome.Confirmed _ -> {
                return answer;
            }
            case ConfirmOutcome.Refused refused -> {
                reservation.because("confirm_refused");
                throw RefusedException.unpaid(refused.reason(), refused.message(), refused.remedy());
            }
            case ConfirmOutcome.Unavailable unavailable -> {
                reservation.because("confirm_unavailable");
                throw unavailable("the chain cannot be asked now", unavailable.reason());
            }
        }
    }

    /** The bus brings the receipt to the ledger as well, only later: until then the channel is busy. */
    private ConfirmOutcome keep(SignedReceipt receipt) {
        ConfirmOutcome outcome = payments.keep(receipt);
        if (!(outcome instanceof ConfirmOutcome.Confirmed)) {
            LOG.warnf("receipt %s of a channel is left to the bus: %s", receipt.id(), outcome);
        }
        return outcome;
    }

    private void publish(CallTime time, SignedReceipt receipt, Reservation reservation) throws RefusedException {
        try {
            time.step(CallTime.Step.PUBLISH, () -> {
                outbox.publish(receipt);
                return receipt;
            });
        } catch (BusException e) {
            LOG.warn(e.getMessage());
            // The bus may have it all the same, and then it will be charged. So only a payment that is surely released
            // may go without its answer; where nobody knows, the consumer gets what it may have to pay for.
            if (reservation.because("bus_unavailable").tryRelease() == ReleaseOutcome.RELEASED) {
                throw RefusedException.failed(
                        503, "bus_unavailable", "receipts cannot be published now; try again, nothing was charged");
            }
        }
    }

    private static String receiptOf(PaymentStatus status) {
        return status.receiptId()
                .map(receipt -> "; its receipt is " + receipt + " and the payment " + status.state())
                .orElse("");
    }

    private static RefusedException unavailable(String what, String reason) {
        return RefusedException.failed(
                503, "payment_unavailable", what + " (" + reason + "); try again, nothing was charged");
    }

    private static RefusedException overloaded() {
        return RefusedException.failed(503, "overloaded", "too many calls are waiting; try again, nothing was charged");
    }

    private static RefusedException cancelled() {
        return RefusedException.failed(499, "cancelled", "the call was cancelled; nothing was charged");
    }

    private static RefusedException failed(RunException e) {
        // Consumers may leave, and those who do fill no log.
        if (e.reason() != RunException.Cause.CANCELLED) {
            LOG.warnf("%s: %s", e.getMessage(), StackTrace.withoutMessages(e));
        }
        return switch (e.reason()) {
            case INPUT -> RefusedException.failed(400, "invalid_input", "the model cannot take these values");
            case MODEL -> RefusedException.failed(500, "model_failed", "the model failed; nothing was charged");
            case OVERLOADED -> overloaded();
            case MEMORY ->
                RefusedException.failed(
                        503, "out_of_memory", "there is not enough memory for this call; nothing was charged");
            case CANCELLED -> cancelled();
            case TIMEOUT -> RefusedException.failed(504, "timeout", "the run took too long; nothing was charged");
            case UPSTREAM -> RefusedException.failed(e.problem());
        };
    }
}
