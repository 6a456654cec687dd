package io.verigrad.verifier.receipt;

import io.verigrad.attestation.receipt.KeyEpoch;
import io.verigrad.attestation.receipt.ReceiptAppraiser;
import io.verigrad.attestation.receipt.ReceiptVerdict;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAppraised.Status;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.Transition;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.tracing.PaymentSpan;
import io.verigrad.tracing.PaymentTraces;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.config.Validator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Appraises the receipt of a served call and moves its payment accordingly. Safe to repeat: the same receipt gets the
 * same verdict, and a payment moves once. Every change is durable before the verdict is given. Blocks.
 */
@ApplicationScoped
public class ReceiptAppraisals {
    /** The ledger knows no such payment. */
    static final String PAYMENT_UNKNOWN = "payment_unknown";
    /** The payment was given up before, or has another receipt. */
    static final String PAYMENT_NOT_RESERVED = "payment_not_reserved";
    /** Why the payment of a refused receipt is released; the ledger adds it to the reasons of the refusal. */
    static final String CONTRAINDICATED = "contraindicated";

    /** The receipt could not be appraised, again and again: a fault of the verifier. */
    public static final String APPRAISAL_FAILED = "appraisal_failed";

    private static final Logger LOG = Logger.getLogger(ReceiptAppraisals.class);

    private final Ledger ledger;
    private final KeyEpochs epochs;
    private final ReceiptAppraiser appraiser;
    private final Address validator;
    private final PaymentTraces traces;
    private final Clock clock;

    ReceiptAppraisals(
            Ledger ledger,
            KeyEpochs epochs,
            ReceiptAppraiser appraiser,
            Validator validator,
            PaymentTraces traces,
            Clock clock) {
        this.ledger = ledger;
        this.epochs = epochs;
        this.appraiser = appraiser;
        this.validator = validator.address();
        this.traces = traces;
        this.clock = clock;
    }

    /**
     * Appraises one receipt.
     *
     * @throws ChainUnavailableException if the chain cannot be asked; no verdict was given then
     */
    public InferenceAppraised appraise(SignedReceipt receipt) throws ChainUnavailableException {
        Instant begun = clock.instant();
        InferenceAppraised verdict = decide(receipt);
        PaymentSpan span = PaymentSpan.of(verdict.paymentId(), "appraise", begun, clock.instant());
        traces.add(verdict.status() == Status.AFFIRMING ? span : span.failed(String.join(",", verdict.reasons())));
        if (verdict.status() == Status.AFFIRMING) {
            LOG.debugf("receipt %s affirmed", verdict.receiptId());
        } else {
            LOG.infof("receipt %s contraindicated: %s", verdict.receiptId(), verdict.reasons());
        }
        return verdict;
    }

    /**
     * Says on the payment that its receipt could not be appraised: neither affirmed nor refused, it waits for
     * {@link Replay}. A receipt that its enclave did not sign says nothing about the payment.
     *
     * @return whether the payment says so now
     */
    public boolean giveUp(SignedReceipt receipt) {
        Hash32 paymentId = receipt.receipt().paymentId();
        Optional<Payment> payment = ledger.payment(paymentId);
        if (payment.isEmpty()
                || appraiser.authenticate(receipt, ReservedPayments.of(payment.get()), clock)
                        instanceof ReceiptVerdict.Contraindicated) {
            return false;
        }
        return switch (ledger.served(receipt)) {
            case Transition.Moved _, Transition.Already _ -> ledger.unappraised(paymentId, APPRAISAL_FAILED);
            case Transition.Refused _, Transition.Unknown _ -> false;
        };
    }

    private InferenceAppraised decide(SignedReceipt receipt) throws ChainUnavailableException {
        Optional<Payment> payment = ledger.payment(receipt.receipt().paymentId());
        if (payment.isEmpty()) {
            return refused(receipt, List.of(PAYMENT_UNKNOWN));
        }
        // Anybody on the bus can name a payment. A receipt that its enclave did not sign must not become the payment's
        // receipt: the real one would be shut out, and the payment lost to the host.
        if (appraiser.authenticate(receipt, ReservedPayments.of(payment.get()), clock)
                instanceof ReceiptVerdict.Contraindicated forged) {
            return refused(receipt, forged.codes());
        }
        return switch (ledger.served(receipt)) {
            case Transition.Moved _ -> judge(receipt, payment.get());
            case Transition.Already _ -> {
                Optional<InferenceAppraised> before = verdictBefore(receipt);
                yield before.isPresent() ? before.get() : judge(receipt, payment.get());
            }
            case Transition.Refused _ -> refused(receipt, List.of(PAYMENT_NOT_RESERVED));
            case Transition.Unknown _ -> refused(receipt, List.of(PAYMENT_UNKNOWN));
        };
    }

    /** What was said of this receipt: by the clock of now the answer could be another. */
    private Optional<InferenceAppraised> verdictBefore(SignedReceipt receipt) {
        if (ledger.affirmedBy(validator, List.of(receipt.id())).contains(receipt.id())) {
            return Optional.of(affirmed(receipt));
        }
        Payment payment = ledger.payment(receipt.receipt().paymentId()).orElseThrow();
        return switch (payment.state()) {
            case CONTRAINDICATED -> {
                ledger.release(payment.paymentId(), CONTRAINDICATED);
                yield Optional.of(refused(receipt, payment.reasons()));
            }
            case RELEASED -> Optional.of(refused(receipt, withoutRelease(payment.reasons())));
            case RESERVED, SERVED, AFFIRMED, SETTLING, SETTLED -> Optional.empty();
        };
    }

    /** The verdict is this validator's own; where another one moved the payment before, the ledger only keeps it. */
    private InferenceAppraised judge(SignedReceipt receipt, Payment payment) throws ChainUnavailableException {
        KeyEpoch epoch = epochs.of(receipt.receipt().enclaveKey());
        return switch (appraiser.appraise(receipt, epoch, ReservedPayments.of(payment), clock)) {
            case ReceiptVerdict.Affirming _ -> {
                ledger.affirm(payment.paymentId(), validator);
                yield affirmed(receipt);
            }
            case ReceiptVerdict.Contraindicated refused -> {
                ledger.contraindicate(payment.paymentId(), validator, refused.codes());
                ledger.release(payment.paymentId(), CONTRAINDICATED);
                yield refused(receipt, refused.codes());
            }
        };
    }

    private static List<String> withoutRelease(List<String> reasons) {
        return reasons.size() > 1 && reasons.getLast().equals(CONTRAINDICATED)
                ? reasons.subList(0, reasons.size() - 1)
                : reasons;
    }

    private static InferenceAppraised affirmed(SignedReceipt receipt) {
        return verdict(receipt, Status.AFFIRMING, List.of());
    }

    private static InferenceAppraised refused(SignedReceipt receipt, List<String> reasons) {
        return verdict(receipt, Status.CONTRAINDICATED, reasons);
    }

    private static InferenceAppraised verdict(SignedReceipt receipt, Status status, List<String> reasons) {
        Hash32 paymentId = receipt.receipt().paymentId();
        return new InferenceAppraised(receipt.id(), paymentId, status, reasons);
    }
}
