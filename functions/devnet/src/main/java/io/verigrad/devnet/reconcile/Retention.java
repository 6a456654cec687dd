package io.verigrad.devnet.reconcile;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves payments that ended long ago out of the tables that every call reads and writes, with their receipts and
 * appraisals. Only what was exported moves, and only when the chain takes its authorisation no more: until then its row is
 * what keeps the header from being used again. The payments of a batch move together; those by channel stay.
 *
 * @param ledger used by nobody else meanwhile
 * @param age how long ago they ended at least
 */
public record Retention(Connection ledger, Duration age) {
    /** Batches, and payments without one, of one transaction: short enough to be in nobody's way. */
    private static final int AT_ONCE = 20;

    private static final String OF_BATCHES = """
            with retired as (
                update batch set retired_at = now() where batch_id in (
                    select b.batch_id from batch b
                    where b.retired_at is null and b.state = 'SETTLED' and b.updated_at < now() - cast(? as interval)
                        and exists (select 1 from payment p where p.batch_id = b.batch_id)
                        and not exists (
                            select 1 from payment p where p.batch_id = b.batch_id
                                and (p.state not in ('SETTLED', 'RELEASED') or p.scheme = 'CHANNEL' or p.exported_at is null
                                    or p.valid_before >= extract(epoch from now())))
                    order by b.updated_at limit ?)
                returning batch_id)
            select p.payment_id from payment p join retired using (batch_id) order by p.payment_id
            """;

    private static final String WITHOUT_BATCH = """
            select payment_id from payment
            where state = 'RELEASED' and batch_id is null and exported_at is not null and scheme <> 'CHANNEL'
                and updated_at < now() - cast(? as interval) and valid_before < extract(epoch from now())
            order by updated_at limit ?
            """;

    /** One after the other: appraisals belong to receipts, and receipts to payments. */
    private static final List<String> MOVE = List.of(
            "insert into vault select distinct pay_to from payment where payment_id = any (?) and host is not null"
                    + " on conflict do nothing",
            "insert into retired (payment_id, record) select payment_id, record from payment_record"
                    + " where payment_id = any (?)",
            "delete from appraisal where receipt_id in (select receipt_id from payment where payment_id = any (?))",
            "delete from receipt where payment_id = any (?)",
            "delete from payment where payment_id = any (?)");

    /** How many payments were moved. */
    public long run() throws SQLException {
        ledger.setAutoCommit(false);
        try {
            return all(OF_BATCHES) + all(WITHOUT_BATCH);
        } finally {
            ledger.rollback();
            ledger.setAutoCommit(true);
        }
    }

    private long all(String query) throws SQLException {
        long moved = 0;
        while (true) {
            List<byte[]> payments = next(query);
            if (payments.isEmpty()) {
                ledger.commit();
                return moved;
            }
            Array ids = ledger.createArrayOf("bytea", payments.toArray(new byte[0][]));
            for (String step : MOVE) {
                try (PreparedStatement statement = ledger.prepareStatement(step)) {
                    statement.setArray(1, ids);
                    statement.executeUpdate();
                }
            }
            ledger.commit();
            moved += payments.size();
        }
    }

    private List<byte[]> next(String query) throws SQLException {
        List<byte[]> payments = new ArrayList<>();
        try (PreparedStatement statement = ledger.prepareStatement(query)) {
            statement.setString(1, age.toString());
            statement.setInt(2, AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    payments.add(rows.getBytes(1));
                }
            }
        }
        return payments;
    }
}
