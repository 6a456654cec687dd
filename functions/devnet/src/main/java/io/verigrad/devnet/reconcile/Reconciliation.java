package io.verigrad.devnet.reconcile;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAttested;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where ledger, bus and chain contradict each other. What is on its way from one to the next is no contradiction: a payment
 * that the chain has settled and whose block is not yet deep enough is SETTLING in the ledger.
 */
public final class Reconciliation {
    private static final String GROUP = "verigrad-verifier-fn";

    /** Payments, and those that left the table of payments since. */
    private static final String ROWS = """
            select payment_id, state, receipt_id, cast(charge as text), scheme = 'CHANNEL' from payment
            union all
            select payment_id, record ->> 'state', decode(substr(record ->> 'receiptId', 3), 'hex'),
                record ->> 'charge', false
            from retired
            """;

    private final Connection ledger;
    private final SettledOnChain chain;
    private final Events events;

    public Reconciliation(Connection ledger, SettledOnChain chain, Events events) {
        this.ledger = ledger;
        this.chain = chain;
        this.events = events;
    }

    private record Row(String state, Optional<Hash32> receiptId, Optional<String> charge, boolean byChannel) {
        boolean isFor(ItemOutcome.Settled outcome) {
            return receiptId.equals(Optional.of(outcome.receiptId()))
                    && charge.equals(Optional.of(outcome.charge().toString()));
        }
    }

    /** One line for each difference; none if all agree. */
    public List<String> differences()
            throws SQLException, IOException, InterruptedException, ChainUnavailableException {
        // In the order of a payment's way, backwards: what moves on meanwhile has moved on in what is read later too.
        List<ItemOutcome.Settled> settled = chain.read();
        List<String> taken = events.taken(InferenceAttested.TOPIC, GROUP);
        Map<Hash32, TokenAmount> claimedBefore = claimed();
        Map<Hash32, Row> rows = rows();
        List<String> differences = new ArrayList<>();
        compareChain(settled, rows, differences);
        compareChannels(claimedBefore, claimed(), differences);
        compareBus(taken, rows, differences);
        return List.copyOf(differences);
    }

    private static void compareChain(
            List<ItemOutcome.Settled> settled, Map<Hash32, Row> rows, List<String> differences) {
        Set<Hash32> onChain = new HashSet<>();
        for (ItemOutcome.Settled outcome : settled) {
            Hash32 payment = outcome.paymentId();
            Row row = rows.get(payment);
            if (!onChain.add(payment)) {
                differences.add("payment " + payment + ": the chain charged it twice");
            }
            if (row == null) {
                differences.add("payment " + payment + ": the chain charged " + outcome.charge()
                        + ", the ledger does not know it");
            } else if (!row.state().equals("SETTLED") && !row.state().equals("SETTLING")) {
                differences.add("payment " + payment + ": the chain charged " + outcome.charge()
                        + ", the ledger has it " + row.state());
            } else if (!row.isFor(outcome)) {
                differences.add("payment " + payment + ": the chain charged " + outcome.charge() + " for receipt "
                        + outcome.receiptId() + ", the ledger has "
                        + row.charge().orElse("no charge") + " for "
                        + row.receiptId().map(Hash32::toString).orElse("no receipt"));
            }
        }
        rows.forEach((payment, row) -> {
            if (row.state().equals("SETTLED") && !row.byChannel() && !onChain.contains(payment)) {
                differences.add("payment " + payment + ": the ledger has it SETTLED, the chain does not");
            }
        });
    }

    /** A channel is claimed up to where a call ended, and no receipt of its own says so. */
    private void compareChannels(
            Map<Hash32, TokenAmount> before, Map<Hash32, TokenAmount> after, List<String> differences)
            throws SQLException {
        Map<Hash32, TokenAmount> settled = ends("'SETTLED'");
        Map<Hash32, TokenAmount> sent = ends("'SETTLED', 'SETTLING'");
        before.forEach((channel, claimed) -> {
            TokenAmount most = sent.getOrDefault(channel, TokenAmount.ZERO);
            if (claimed.compareTo(most) > 0) {
                differences.add("channel " + channel + ": the chain claimed " + claimed + ", the ledger sent " + most);
            }
        });
        after.forEach((channel, claimed) -> {
            TokenAmount least = settled.getOrDefault(channel, TokenAmount.ZERO);
            if (claimed.compareTo(least) < 0) {
                differences.add(
                        "channel " + channel + ": the ledger has " + least + " SETTLED, the chain claimed " + claimed);
            }
        });
    }

    private Map<Hash32, TokenAmount> ends(String states) throws SQLException {
        Map<Hash32, TokenAmount> ends = new HashMap<>();
        try (Statement statement = ledger.createStatement();
                ResultSet found = statement.executeQuery("select nonce, max(place + charge)::text from payment"
                        + " where scheme = 'CHANNEL' and state in (" + states + ") group by nonce")) {
            while (found.next()) {
                ends.put(Hash32.of(found.getBytes(1)), TokenAmount.parse(found.getString(2)));
            }
        }
        return ends;
    }

    private Map<Hash32, TokenAmount> claimed()
            throws SQLException, IOException, InterruptedException, ChainUnavailableException {
        Map<Hash32, TokenAmount> claimed = new HashMap<>();
        try (Statement statement = ledger.createStatement();
                ResultSet found = statement.executeQuery("select channel_id from channel")) {
            while (found.next()) {
                Hash32 channel = Hash32.of(found.getBytes(1));
                claimed.put(channel, chain.claimed(channel));
            }
        }
        return claimed;
    }

    private void compareBus(List<String> taken, Map<Hash32, Row> rows, List<String> differences) {
        for (String key : Set.copyOf(taken)) {
            Row row = rows.get(Hash32.parse(key));
            if (row == null || row.state().equals("RESERVED")) {
                differences.add("payment " + key + ": its receipt was taken from the bus, the ledger has "
                        + (row == null ? "no such payment" : "it RESERVED"));
            }
        }
        for (String topic :
                List.of(DeadLetters.of(InferenceAttested.TOPIC), DeadLetters.of(InferenceAppraised.TOPIC))) {
            long dead = events.count(topic);
            if (dead > 0) {
                differences.add(topic + ": " + dead + " events that nobody could handle");
            }
        }
    }

    private Map<Hash32, Row> rows() throws SQLException {
        Map<Hash32, Row> rows = new HashMap<>();
        try (Statement statement = ledger.createStatement();
                ResultSet found = statement.executeQuery(ROWS)) {
            while (found.next()) {
                rows.put(
                        Hash32.of(found.getBytes(1)),
                        new Row(
                                found.getString(2),
                                Optional.ofNullable(found.getBytes(3)).map(Hash32::of),
                                Optional.ofNullable(found.getString(4)),
                                found.getBoolean(5)));
            }
        }
        return rows;
    }
}
