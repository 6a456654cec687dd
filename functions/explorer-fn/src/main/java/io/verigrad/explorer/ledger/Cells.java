package io.verigrad.explorer.ledger;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Cells of a row as values of the domain. */
public final class Cells {
    private Cells() {}

    public static Hash32 hash(Row row, String column) {
        return Hash32.of(row.getBuffer(column).getBytes());
    }

    public static Optional<Hash32> optionalHash(Row row, String column) {
        return Optional.ofNullable(row.getBuffer(column)).map(cell -> Hash32.of(cell.getBytes()));
    }

    public static Address address(Row row, String column) {
        return Address.of(row.getBuffer(column).getBytes());
    }

    public static Optional<Address> optionalAddress(Row row, String column) {
        return Optional.ofNullable(row.getBuffer(column)).map(cell -> Address.of(cell.getBytes()));
    }

    public static TokenAmount amount(Row row, String column) {
        return new TokenAmount(row.getBigDecimal(column).toBigIntegerExact());
    }

    public static Optional<TokenAmount> optionalAmount(Row row, String column) {
        return Optional.ofNullable(row.getBigDecimal(column))
                .map(BigDecimal::toBigIntegerExact)
                .map(TokenAmount::new);
    }

    public static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    public static Optional<Instant> optionalTime(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    public static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    /** Codes that the ledger joined. */
    public static List<String> codes(Row row, String column) {
        String joined = row.getString(column);
        return joined.isEmpty() ? List.of() : List.of(joined.split(","));
    }
}
