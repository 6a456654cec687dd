package io.verigrad.explorer.usage;

import io.verigrad.explorer.ledger.Cells;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.vertx.mutiny.sqlclient.Row;

/** Settled calls that were paid in one token. */
public record Total(Address asset, long calls, TokenAmount charged) {
    /** From the columns {@code asset}, {@code calls} and {@code charged}. */
    public static Total of(Row row) {
        return new Total(Cells.address(row, "asset"), row.getLong("calls"), Cells.amount(row, "charged"));
    }
}
