package io.verigrad.devnet.reconcile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes each final payment once, as one line of JSON, to the end of a file. The ledger marks payments as exported and
 * keeps the length of the file in one transaction, which ends after the lines are on disk: an export that was cut goes on
 * behind the last line that counts.
 *
 * @param ledger used by nobody else meanwhile
 * @param file of this export; one that was taken away is begun again with what is not exported yet
 */
public record Export(Connection ledger, Path file) {
    /** Payments of one transaction: a receipt has two kilobytes. */
    private static final int AT_ONCE = 1000;
    /** Of all exports on this ledger; any number that nobody else takes. */
    private static final long LOCK = 0x7665726967726164L;

    private static final String WAITING =
            "select count(*) from payment where exported_at is null and state in ('SETTLED', 'RELEASED')";

    private static final String NEXT = """
            with next as (
                select payment_id from payment where exported_at is null and state in ('SETTLED', 'RELEASED')
                order by updated_at, payment_id limit ?)
            , marked as (
                update payment p set exported_at = now() from next where p.payment_id = next.payment_id
                returning p.payment_id, p.updated_at)
            select record from marked join payment_record using (payment_id) order by updated_at, payment_id
            """;

    private static final String LENGTH = "select length from export where file = ?";

    private static final String WRITTEN = """
            insert into export (file, length) values (?, ?)
            on conflict (file) do update set length = excluded.length, updated_at = now()
            """;

    /** Told after each step how much is done. */
    public interface Told {
        void exported(long payments, long of);
    }

    /**
     * Exports what waits, and how many payments that were.
     *
     * @throws IOException if the file cannot be written, or is shorter than it was left
     * @throws IllegalStateException if another export of this ledger runs
     */
    public long run(Told told) throws SQLException, IOException {
        ledger.setAutoCommit(true);
        if (number("select case when pg_try_advisory_lock(" + LOCK + ") then 1 else 0 end") == 0) {
            throw new IllegalStateException("another export of this ledger runs: wait until it ends");
        }
        ledger.setAutoCommit(false);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long position = end(channel);
            long waiting = number(WAITING);
            long exported = 0;
            while (true) {
                Step step = step(channel, position);
                if (step.payments() == 0) {
                    return exported;
                }
                position = step.end();
                exported += step.payments();
                told.exported(exported, Math.max(exported, waiting));
            }
        } finally {
            ledger.rollback();
            ledger.setAutoCommit(true);
            number("select case when pg_advisory_unlock(" + LOCK + ") then 1 else 0 end");
        }
    }

    private record Step(int payments, long end) {}

    private Step step(FileChannel channel, long position) throws SQLException, IOException {
        StringBuilder lines = new StringBuilder();
        int payments = 0;
        try (PreparedStatement next = ledger.prepareStatement(NEXT)) {
            next.setInt(1, AT_ONCE);
            try (ResultSet rows = next.executeQuery()) {
                while (rows.next()) {
                    lines.append(rows.getString(1)).append('\n');
                    payments++;
                }
            }
        }
        long end = position;
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            end += channel.write(bytes, end);
        }
        channel.force(true);
        try (PreparedStatement written = ledger.prepareStatement(WRITTEN)) {
            written.setString(1, name());
            written.setLong(2, end);
            written.executeUpdate();
        }
        ledger.commit();
        return new Step(payments, end);
    }

    /** Where the next line goes. What lies behind it was written by an export that was cut, of payments that still wait. */
    private long end(FileChannel channel) throws SQLException, IOException {
        long found = channel.size();
        long expected = 0;
        try (PreparedStatement length = ledger.prepareStatement(LENGTH)) {
            length.setString(1, name());
            try (ResultSet rows = length.executeQuery()) {
                if (rows.next()) {
                    expected = rows.getLong(1);
                } else if (found > 0) {
                    throw new IOException("expected a new file or one of an earlier export, found another in " + file
                            + ": name a file that does not exist");
                }
            }
        }
        if (found > 0 && found < expected) {
            throw new IOException("expected " + file + " with at least " + expected
                    + " bytes, as the last export left it, found " + found + ": restore it, or name another file");
        }
        long end = Math.min(found, expected);
        channel.truncate(end);
        return end;
    }

    private String name() throws IOException {
        return file.toRealPath().toString();
    }

    private long number(String query) throws SQLException {
        try (Statement statement = ledger.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
