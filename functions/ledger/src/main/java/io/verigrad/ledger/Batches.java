package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Affirmed payments on their way to the chain: claimed, written down with one transaction, ended by its outcome. */
@ApplicationScoped
public class Batches {
    private final LedgerSession ledger;

    Batches(LedgerSession ledger) {
        this.ledger = ledger;
    }

    /** What waits for a batch and is claimed by no one. */
    public Uni<Backlog> backlog(Instant now) {
        return ledger.withStatements(statements -> statements
                .rows(BatchSql.BACKLOG, Batches::toBacklog, Map.of("now", now))
                .map(List::getFirst));
    }

    /** Claims payments that wait for a batch, nearest deadline first; those that others hold are left out. */
    public Uni<List<AffirmedPayment>> claimAffirmed(Claim claim, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("owner", claim.owner());
        parameters.put("now", claim.now());
        parameters.put("until", claim.until());
        parameters.put("seconds", BigInteger.valueOf(claim.now().getEpochSecond()));
        parameters.put("limit", limit);
        return ledger.inTransaction(statements ->
                statements.update(BatchSql.CLAIM, parameters).chain(() -> claimed(statements, claim.owner())));
    }

    /** Claims the calls of one channel that wait, in the order of their places; those that others hold are left out. */
    public Uni<List<AffirmedPayment>> claimChannel(Claim claim, Hash32 channelId, int limit) {
        Map<String, Object> parameters = Map.of(
                "owner", claim.owner(),
                "now", claim.now(),
                "until", claim.until(),
                "channelId", channelId,
                "limit", limit);
        return ledger.inTransaction(statements -> statements
                .update(ChannelSql.CLAIM, parameters)
                .chain(() -> claimed(statements, claim.owner()))
                .map(payments -> payments.stream()
                        // An owner may hold several channels.
                        .filter(of -> of.payment().authorization().nonce().equals(channelId))
                        .sorted(Comparator.comparing(
                                of -> of.payment().authorization().place().orElseThrow()))
                        .toList()));
    }

    /** Gives back those of {@code receiptIds} that {@code owner} claimed and did not write down. */
    public Uni<Integer> unclaim(UUID owner, List<Hash32> receiptIds) {
        Map<String, Object> parameters = Map.of("owner", owner, "ids", Statements.hexList(receiptIds));
        return ledger.withStatements(statements -> statements.update(BatchSql.UNCLAIM, parameters));
    }

    /**
     * Releases those of {@code receiptIds} that {@code owner} claimed and that no batch can settle any more, and gives
     * their caps back to their payers' limits. The ids of the payments.
     *
     * @param reason a stable code
     */
    public Uni<List<Hash32>> giveUp(UUID owner, List<Hash32> receiptIds, String reason) {
        Map<String, Object> parameters = Map.of(
                "owner", owner,
                "ids", Statements.hexList(receiptIds),
                "reason", ReasonCodes.join(List.of(reason)));
        return ledger.inTransaction(statements -> statements.rows(BatchSql.GIVEN_UP, Columns::hash, parameters));
    }

    /**
     * Writes a batch down: its payments become SETTLING, and batch and signed transaction are durable, all together or
     * not at all. Only what is {@link WriteDown.Written} may be sent.
     */
    public Uni<WriteDown> writeDown(NewBatch batch, NewTransaction transaction, NonceSigner signer) {
        return ledger.inTransaction(statements -> Nonces.write(statements, transaction, signer)
                        .call(outcome -> outcome instanceof WriteDown.Written(JournalEntry entry)
                                ? write(statements, batch, entry.hash())
                                : Uni.createFrom().item(0)))
                .onFailure(Rollback.class)
                .recoverWithItem(failure -> ((Rollback) failure).outcome(WriteDown.class));
    }

    public Uni<Optional<Batch>> findByTransaction(Hash32 hash) {
        return ledger.withStatements(statements -> statements
                .rows(BatchSql.BY_TRANSACTION, Function.identity(), Map.of("hash", hash))
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : receiptIds(statements, rows.getFirst().getLong("batch_id"))
                                .map(ids -> Optional.of(toBatch(rows.getFirst(), ids)))));
    }

    /**
     * Ends a batch whose transaction is final: each payment becomes SETTLED or RELEASED, and its cap goes back to its
     * payer's limit, or it waits for another batch; what a payer owes for answers that it had on trust is booked. The
     * transaction becomes FINAL. Whether this call did it.
     *
     * @param outcomes one of each receipt of the batch
     * @param backoff how long those wait that are postponed
     */
    public Uni<Boolean> settled(Batch batch, List<PaymentOutcome> outcomes, Backoff backoff) {
        List<Hash32> ids = outcomes.stream().map(PaymentOutcome::receiptId).toList();
        // What another settler postponed meanwhile is in the batch no more, and then this call changes nothing.
        if (Set.copyOf(ids).size() != ids.size() || !Set.copyOf(ids).containsAll(batch.receiptIds())) {
            throw new IllegalArgumentException("expected an outcome of each of the "
                    + batch.receiptIds().size() + " receipts of batch " + batch.root() + ", found " + ids.size());
        }
        Map<String, Object> parameters = Map.of(
                "batch", batch.id(),
                "ids", Statements.hexList(ids),
                "reasons", outcomes.stream().map(Batches::reason).collect(Collectors.joining(",")),
                "finals", outcomes.stream().map(Batches::isFinal).collect(Collectors.joining(",")),
                "now", backoff.now(),
                "least", (double) backoff.least().toSeconds(),
                "most", (double) backoff.most().toSeconds());
        Map<String, Object> debts =
                Map.of("batch", batch.id(), "ids", parameters.get("ids"), "reasons", parameters.get("reasons"));
        return ledger.inTransaction(statements -> TransactionJournal.succeeded(statements, batch.transaction())
                .chain(first -> first
                        ? ended(statements, batch, Batch.State.SETTLED)
                                .chain(() -> statements.rows(
                                        Exposure.LOCK_PAYERS, row -> row.getLong(0), Map.of("batch", batch.id())))
                                .chain(() -> statements.update(Exposure.SETTLE_DEBTS, debts))
                                .chain(() -> statements.rows(BatchSql.ITEMS_ENDED, Columns::hash, parameters))
                                .replaceWith(true)
                        : Uni.createFrom().item(false)));
    }

    /**
     * Ends a batch whose transaction reverted for good or can never be mined: its payments, still SETTLING, wait for another batch. Whether
     * this call did it.
     *
     * @param reason a stable code
     */
    public Uni<Boolean> failed(Batch batch, String reason) {
        return ledger.inTransaction(statements -> TransactionJournal.failed(statements, batch.transaction(), reason)
                .chain(first -> first
                        ? ended(statements, batch, Batch.State.FAILED)
                                .chain(() -> statements.update(BatchSql.ITEMS_WAIT, Map.of("batch", batch.id())))
                                .replaceWith(true)
                        : Uni.createFrom().item(false)));
    }

    private static Uni<Integer> write(Statements statements, NewBatch batch, Hash32 transaction) {
        Map<String, Object> row = Map.of(
                "root", batch.appraisal().batchRoot(),
                "count", batch.receiptIds().size(),
                "hash", transaction,
                "appraisal", Json.tree(batch.appraisal()).toString());
        return statements
                .rows(BatchSql.WRITE, written -> written.getLong(0), row)
                .chain(ids -> statements.update(
                        BatchSql.SETTLING,
                        Map.of(
                                "batch", ids.getFirst(),
                                "owner", batch.owner(),
                                "ids", Statements.hexList(batch.receiptIds()))))
                .invoke(moved -> {
                    // A payment that slipped away meanwhile must not be settled by this transaction: undo everything.
                    if (moved != batch.receiptIds().size()) {
                        throw new Rollback(new WriteDown.ClaimLost());
                    }
                });
    }

    private static Uni<Integer> ended(Statements statements, Batch batch, Batch.State state) {
        return statements.update(BatchSql.ENDED, Map.of("batch", batch.id(), "state", state));
    }

    private static Uni<List<AffirmedPayment>> claimed(Statements statements, UUID owner) {
        return statements
                .rows(BatchSql.CLAIMED, PaymentRow::read, Map.of("owner", owner))
                .chain(payments -> statements
                        .rows(BatchSql.CLAIMED_RECEIPTS, ReceiptRow::read, Map.of("owner", owner))
                        .map(receipts -> join(payments, receipts)));
    }

    private static List<AffirmedPayment> join(List<Payment> payments, List<SignedReceipt> receipts) {
        Map<Hash32, SignedReceipt> byPayment = receipts.stream()
                .collect(Collectors.toMap(signed -> signed.receipt().paymentId(), Function.identity()));
        return payments.stream()
                .map(payment ->
                        new AffirmedPayment(payment, Objects.requireNonNull(byPayment.get(payment.paymentId()))))
                .toList();
    }

    private static Uni<List<Hash32>> receiptIds(Statements statements, long batch) {
        return statements.rows(BatchSql.RECEIPT_IDS, Columns::hash, Map.of("batch", batch));
    }

    private static String reason(PaymentOutcome outcome) {
        return switch (outcome) {
            case PaymentOutcome.Settled settled -> "";
            case PaymentOutcome.Rejected rejected -> ReasonCodes.join(List.of(rejected.reason()));
            case PaymentOutcome.Postponed postponed -> ReasonCodes.join(List.of(postponed.reason()));
        };
    }

    private static String isFinal(PaymentOutcome outcome) {
        return outcome instanceof PaymentOutcome.Postponed ? "f" : "t";
    }

    private static Batch toBatch(Row row, List<Hash32> receiptIds) {
        return new Batch(
                row.getLong("batch_id"),
                Columns.hash(row, "root"),
                Batch.State.valueOf(row.getString("state")),
                Columns.hash(row, "transaction_hash"),
                receiptIds);
    }

    private static Backlog toBacklog(Row row) {
        return new Backlog(
                Math.toIntExact(row.getLong("waiting")),
                Columns.time(row, "oldest"),
                Columns.time(row, "nearest"),
                row.getBoolean("instant"));
    }
}
