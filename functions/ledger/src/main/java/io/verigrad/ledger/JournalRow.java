package io.verigrad.ledger;

import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;

/** A row of the journal. */
final class JournalRow {
    /** Named one by one, so that a column that a later version adds changes nothing here. */
    static final String SELECT = """
            select hash, signer, nonce, purpose, subject, raw, state, block_number, block_hash, reason from journal
            """;

    private JournalRow() {}

    static JournalEntry read(Row row) {
        return new JournalEntry(
                new RawTransaction(Columns.hash(row, "hash"), Columns.bytes(row, "raw")),
                Columns.address(row, "signer"),
                row.getLong("nonce"),
                NewTransaction.Purpose.valueOf(row.getString("purpose")),
                Columns.bytes(row, "subject"),
                JournalEntry.State.valueOf(row.getString("state")),
                inclusion(row),
                row.getString("reason"));
    }

    private static Optional<JournalEntry.Inclusion> inclusion(Row row) {
        return Optional.ofNullable(row.getLong("block_number"))
                .flatMap(number -> Columns.optional(row, "block_hash", Columns::hash)
                        .map(hash -> new JournalEntry.Inclusion(number, hash)));
    }
}
