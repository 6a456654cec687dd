package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelState;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The payment channels of the ledger. The calls of a channel are served one after another: each is paid at the place where
 * the one before ended, and whichever instance is asked, one voucher pays one call.
 */
@ApplicationScoped
public class Channels {
    private final LedgerSession ledger;

    Channels(LedgerSession ledger) {
        this.ledger = ledger;
    }

    public Uni<Optional<Channel>> find(Hash32 channelId) {
        return ledger.withStatements(statements -> find(statements, channelId));
    }

    /**
     * Keeps what the chain said of a channel, unless something later is known.
     *
     * @param seenAt from before the chain was asked
     */
    public Uni<Void> observe(Hash32 channelId, ChannelConfig config, ChannelState state, Instant seenAt) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("channelId", channelId);
        parameters.put("payer", config.payer());
        parameters.put("payerAuthorizer", config.payerAuthorizer());
        parameters.put("receiver", config.receiver());
        parameters.put("receiverAuthorizer", config.receiverAuthorizer());
        parameters.put("token", config.token());
        parameters.put("withdrawDelay", config.withdrawDelay());
        parameters.put("salt", config.salt());
        parameters.put("balance", state.balance());
        parameters.put("claimed", state.totalClaimed());
        parameters.put("withdrawRequestedAt", state.withdrawRequestedAt());
        parameters.put("refundNonce", state.refundNonce());
        parameters.put("seenAt", seenAt);
        return ledger.inTransaction(statements -> statements.update(ChannelSql.OBSERVE, parameters))
                .replaceWithVoid();
    }

    /**
     * Reserves the next call of an observed channel, once: the voucher's amount is compared with what was charged and set in
     * one statement. A place that was given up before is free again, since nothing was charged there.
     */
    public Uni<ChannelReservation> reserve(NewReservation reservation) {
        Authorization authorization = reservation.authorization();
        TokenAmount place = authorization.place().orElseThrow();
        Map<String, Object> parameters = Map.of(
                "channelId", authorization.nonce(),
                "paymentId", reservation.paymentId(),
                "place", place,
                "signed", place.plus(reservation.cap()),
                "signature", authorization.signature());
        return ledger.inTransaction(statements -> statements
                        .update(ChannelSql.TAKE, parameters)
                        .chain(taken ->
                                taken == 1 ? insert(statements, reservation) : refused(statements, reservation)))
                .onFailure(Rollback.class)
                .recoverWithItem(failure -> ((Rollback) failure).outcome(ChannelReservation.class));
    }

    /** The channels that have calls to claim, the longest waiting first, and what of each is claimed by no settler. */
    public Uni<List<ChannelBacklog>> backlog(Instant now, int limit) {
        return ledger.withStatements(statements ->
                statements.rows(ChannelSql.BACKLOG, Channels::toBacklog, Map.of("now", now, "limit", limit)));
    }

    /** Releases what no claim can reach any more, since a receipt before it was refused; how many. */
    public Uni<Integer> giveUpBehindGaps() {
        return ledger.inTransaction(statements -> statements.update(ChannelSql.GIVE_UP, Map.of()));
    }

    private static Uni<ChannelReservation> insert(Statements statements, NewReservation reservation) {
        return statements
                .update(ChannelSql.FREE_PLACE, Map.of("paymentId", reservation.paymentId()))
                .chain(() -> Payments.insert(statements, reservation))
                .chain(inserted -> inserted == 1
                        ? Uni.createFrom().item(new ChannelReservation.Reserved())
                        // Its receipt charges nothing and waits for a verdict, which frees the place.
                        : refused(statements, reservation).invoke(refused -> {
                            throw new Rollback(refused);
                        }));
    }

    private static Uni<ChannelReservation> refused(Statements statements, NewReservation reservation) {
        return PaymentLookup.payment(statements, reservation.paymentId())
                .chain(found -> found.filter(payment -> payment.state() != PaymentState.RELEASED
                                && payment.requestHash().equals(reservation.requestHash()))
                        .<Uni<ChannelReservation>>map(
                                payment -> Uni.createFrom().item(new ChannelReservation.Repeated(payment.state())))
                        .orElseGet(() ->
                                refused(statements, reservation.authorization().nonce())));
    }

    private static Uni<ChannelReservation> refused(Statements statements, Hash32 channelId) {
        return find(statements, channelId)
                .map(found -> found.<ChannelReservation>map(ChannelReservation.Refused::new)
                        .orElseGet(() -> new ChannelReservation.Unknown(channelId)));
    }

    private static Uni<Optional<Channel>> find(Statements statements, Hash32 channelId) {
        return statements
                .rows(ChannelSql.FIND, Channels::toChannel, Map.of("channelId", channelId))
                .map(rows -> rows.stream().findFirst());
    }

    private static Channel toChannel(Row row) {
        return new Channel(
                Columns.hash(row, "channel_id"),
                new ChannelConfig(
                        Columns.address(row, "payer"),
                        Columns.address(row, "payer_authorizer"),
                        Columns.address(row, "receiver"),
                        Columns.address(row, "receiver_authorizer"),
                        Columns.address(row, "token"),
                        row.getLong("withdraw_delay"),
                        Columns.hash(row, "salt")),
                new ChannelState(
                        Columns.amount(row.getBigDecimal("balance")),
                        Columns.amount(row.getBigDecimal("claimed")),
                        row.getLong("withdraw_requested_at"),
                        row.getBigDecimal("refund_nonce").toBigIntegerExact()),
                Columns.time(row, "seen_at").orElseThrow(),
                Columns.amount(row.getBigDecimal("charged")),
                Columns.optional(
                        row,
                        "signed",
                        (of, name) -> new Channel.Voucher(
                                Columns.amount(of.getBigDecimal(name)), Columns.bytes(of, "signature"))),
                Columns.optional(row, "open_payment", Columns::hash),
                Columns.optional(row, "gap", (of, name) -> Columns.amount(of.getBigDecimal(name))));
    }

    private static ChannelBacklog toBacklog(Row row) {
        return new ChannelBacklog(
                Columns.hash(row, "channel_id"), Math.toIntExact(row.getLong("waiting")), Columns.time(row, "oldest"));
    }
}
