package io.verigrad.ledger;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.BiFunction;

/** Columns as values of the domain. */
final class Columns {
    private Columns() {}

    static TokenAmount amount(BigDecimal column) {
        return new TokenAmount(column.toBigIntegerExact());
    }

    static Bytes bytes(Row row, String column) {
        return Bytes.of(row.getBuffer(column).getBytes());
    }

    static Hash32 hash(Row row, String column) {
        return new Hash32(bytes(row, column));
    }

    static Address address(Row row, String column) {
        return Address.of(row.getBuffer(column).getBytes());
    }

    static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    /** What a column holds that may be null. */
    static <T> Optional<T> optional(Row row, String column, BiFunction<Row, String, T> reader) {
        return row.getValue(column) == null ? Optional.empty() : Optional.of(reader.apply(row, column));
    }

    /** The first column: digits as {@code encode(id, 'hex')} writes them. */
    static Hash32 hash(Row row) {
        return new Hash32(Bytes.parse("0x" + row.getString(0)));
    }
}
