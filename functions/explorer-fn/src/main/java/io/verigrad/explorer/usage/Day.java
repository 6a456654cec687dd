package io.verigrad.explorer.usage;

import io.verigrad.explorer.ledger.Cells;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Calls that were settled on one day (UTC) and paid in one token. */
public record Day(LocalDate day, Address asset, long calls, TokenAmount charged) {
    /** How many days are shown. */
    private static final int SHOWN = 30;

    /** The first day that is shown. */
    public static LocalDate first(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(SHOWN - 1);
    }

    /** From the columns {@code day}, {@code asset}, {@code calls} and {@code charged}. */
    public static Day of(Row row) {
        return new Day(
                row.getLocalDate("day"),
                Cells.address(row, "asset"),
                row.getLong("calls"),
                Cells.amount(row, "charged"));
    }
}
