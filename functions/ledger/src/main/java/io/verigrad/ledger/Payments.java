package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The payments of the ledger. Every change is durable before its {@link Uni} completes, and is refused unless the
 * payment is in a state that allows it, whichever of many instances asks.
 */
@ApplicationScoped
public class Payments {
    private final LedgerSession ledger;

    Payments(LedgerSession ledger) {
        this.ledger = ledger;
    }

    /**
     * Takes a payment id and the payer's limit for one request, once: both or neither. What the payer is trusted with is
     * deferred, what only its balance covers is instant.
     */
    public Uni<Reservation> reserve(NewReservation reservation) {
        if (reservation.authorization().place().isPresent()) {
            throw new IllegalArgumentException("a place in a channel is taken by Channels.reserve");
        }
        return ledger.inTransaction(statements -> insert(statements, reservation)
                        .chain(inserted -> inserted == 1
                                ? take(statements, reservation)
                                : existing(statements, reservation.paymentId())))
                .onFailure(Rollback.class)
                .recoverWithItem(failure -> ((Rollback) failure).outcome(Reservation.class));
    }

    /**
     * Keeps the receipt of a served request: RESERVED to SERVED. What the receipt says of the payment is the
     * verifier's to appraise.
     */
    public Uni<Transition> served(Hash32 paymentId, SignedReceipt receipt) {
        if (!receipt.receipt().paymentId().equals(paymentId)) {
            throw new IllegalArgumentException("receipt " + receipt.id() + " is not of payment " + paymentId);
        }
        Map<String, Object> parameters = Map.of(
                "paymentId", paymentId,
                "receiptId", receipt.id(),
                "requestHash", receipt.receipt().requestHash(),
                "charge", receipt.receipt().charge(),
                "signed", Json.mapper().valueToTree(receipt).toString());
        return ledger.inTransaction(statements -> statements
                .update(PaymentSql.SERVED, parameters)
                .chain(moved -> moved == 1
                        ? moved(PaymentState.SERVED)
                        : PaymentLookup.payment(statements, paymentId)
                                .map(found -> servedBefore(found, receipt.id()))));
    }

    /** Records that {@code validator} accepts the receipt of a payment: SERVED to AFFIRMED at the first such verdict. */
    public Uni<Transition> affirm(Hash32 paymentId, Address validator) {
        return ledger.inTransaction(statements -> statements
                .update(PaymentSql.AFFIRMED, Map.of("paymentId", paymentId))
                .call(() -> verdict(statements, paymentId, validator, Verdict.AFFIRMING, List.of()))
                .chain(moved -> outcome(statements, paymentId, moved, PaymentState.AFFIRMED)));
    }

    /**
     * Records that {@code validator} refuses the receipt of a payment: SERVED to CONTRAINDICATED. Once another
     * validator affirmed it the state stays and the verdict is kept.
     *
     * @param reasons stable codes, at least one
     */
    public Uni<Transition> contraindicate(Hash32 paymentId, Address validator, List<String> reasons) {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a receipt is refused for a reason");
        }
        return ledger.inTransaction(statements -> statements
                .update(
                        PaymentSql.CONTRAINDICATED,
                        Map.of("paymentId", paymentId, "reasons", ReasonCodes.join(reasons)))
                .call(() -> verdict(statements, paymentId, validator, Verdict.CONTRAINDICATED, reasons))
                .chain(moved -> outcome(statements, paymentId, moved, PaymentState.CONTRAINDICATED)));
    }

    /**
     * Notes on a SERVED payment that nobody could appraise its receipt, so that it does not wait without a word. The state
     * stays; the next verdict replaces the note.
     *
     * @param reason a stable code
     * @return whether the payment is SERVED
     */
    public Uni<Boolean> unappraised(Hash32 paymentId, String reason) {
        return ledger.inTransaction(statements -> statements
                .update(
                        PaymentSql.UNAPPRAISED,
                        Map.of("paymentId", paymentId, "reason", ReasonCodes.join(List.of(reason))))
                .map(noted -> noted == 1));
    }

    /** At most {@code limit} payments with a note of {@link #unappraised}, the longest waiting first. */
    public Uni<List<Hash32>> unappraised(int limit) {
        return ledger.withStatements(
                statements -> statements.rows(PaymentSql.ALL_UNAPPRAISED, Columns::hash, Map.of("limit", limit)));
    }

    /**
     * Gives a payment up that will not be charged: RESERVED or CONTRAINDICATED to RELEASED, and its cap back to the
     * payer's limit.
     *
     * @param reason a stable code
     */
    public Uni<Transition> release(Hash32 paymentId, String reason) {
        return ledger.inTransaction(statements -> statements
                .rows(
                        PaymentSql.RELEASED,
                        Columns::hash,
                        Map.of("paymentId", paymentId, "reason", ReasonCodes.join(List.of(reason))))
                .chain(moved -> outcome(statements, paymentId, moved.size(), PaymentState.RELEASED)));
    }

    /**
     * Releases what time has passed by: reservations that were not served by their deadline, and affirmed payments
     * that the chain would no longer accept.
     *
     * @return the ids that were released, at most {@code limit} of each kind; those that others work on are left
     */
    public Uni<List<Hash32>> expire(Instant now, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("now", now);
        parameters.put("limit", limit);
        Map<String, Object> withSeconds = new HashMap<>(parameters);
        withSeconds.put("seconds", BigInteger.valueOf(now.getEpochSecond()));
        return ledger.inTransaction(statements -> statements
                .rows(PaymentSql.UNSERVED_EXPIRED, Columns::hash, parameters)
                .chain(unserved -> statements
                        .rows(PaymentSql.UNSETTLED_EXPIRED, Columns::hash, withSeconds)
                        .map(unsettled -> Stream.concat(unserved.stream(), unsettled.stream())
                                .toList())));
    }

    public Uni<Optional<Payment>> find(Hash32 paymentId) {
        return ledger.withStatements(statements -> PaymentLookup.payment(statements, paymentId));
    }

    public Uni<Optional<Payment>> findByReceipt(Hash32 receiptId) {
        return ledger.withStatements(statements -> PaymentLookup.byReceipt(statements, receiptId));
    }

    static Uni<Integer> insert(Statements statements, NewReservation reservation) {
        Authorization authorization = reservation.authorization();
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("paymentId", reservation.paymentId());
        parameters.put("requestHash", reservation.requestHash());
        parameters.put("scheme", authorization.scheme());
        parameters.put("payer", reservation.payer());
        parameters.put("asset", reservation.asset());
        parameters.put("payTo", reservation.payTo());
        parameters.put("host", reservation.host().map(Address::toArray).orElseGet(() -> new byte[0]));
        parameters.put("cap", reservation.cap());
        parameters.put("enclaveKey", reservation.enclaveKey());
        parameters.put("validAfter", authorization.validAfter());
        parameters.put("validBefore", authorization.validBefore());
        parameters.put("nonce", authorization.nonce());
        parameters.put("signature", authorization.signature());
        parameters.put("deadline", reservation.deadline());
        parameters.put(
                "settlement", authorization.place().isPresent() ? SettlementMode.PREPAID : SettlementMode.DEFERRED);
        parameters.put("place", authorization.place().map(TokenAmount::toString).orElse(""));
        return statements.update(PaymentSql.RESERVED, parameters);
    }

    private static Uni<Reservation> take(Statements statements, NewReservation reservation) {
        return Exposure.take(statements, reservation)
                .call(mode -> mode == SettlementMode.INSTANT
                        ? statements.update(PaymentSql.INSTANT, Map.of("paymentId", reservation.paymentId()))
                        : Uni.createFrom().voidItem())
                .map(Reservation.Reserved::new);
    }

    private static Uni<Reservation> existing(Statements statements, Hash32 paymentId) {
        return PaymentLookup.payment(statements, paymentId)
                .map(found -> found.map(payment -> new Reservation.Existing(payment.requestHash(), payment.state()))
                        .orElseThrow(() -> new IllegalStateException("payment " + paymentId + " vanished")));
    }

    private static Uni<Integer> verdict(
            Statements statements, Hash32 paymentId, Address validator, Verdict status, List<String> reasons) {
        return statements.update(
                PaymentSql.VERDICT,
                Map.of(
                        "paymentId", paymentId,
                        "validator", validator,
                        "status", status,
                        "reasons", ReasonCodes.join(reasons)));
    }

    private static Uni<Transition> outcome(Statements statements, Hash32 paymentId, int moved, PaymentState target) {
        return moved == 1
                ? moved(target)
                : PaymentLookup.payment(statements, paymentId)
                        .map(found -> found.<Transition>map(
                                        payment -> payment.state().hasPassed(target)
                                                ? new Transition.Already(payment.state())
                                                : new Transition.Refused(payment.state()))
                                .orElseGet(Transition.Unknown::new));
    }

    private static Transition servedBefore(Optional<Payment> found, Hash32 receiptId) {
        return found.<Transition>map(
                        payment -> payment.receiptId().filter(receiptId::equals).isPresent()
                                ? new Transition.Already(payment.state())
                                : new Transition.Refused(payment.state()))
                .orElseGet(Transition.Unknown::new);
    }

    private static Uni<Transition> moved(PaymentState to) {
        return Uni.createFrom().item(new Transition.Moved(to));
    }
}
