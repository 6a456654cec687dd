package io.verigrad.ledger;

import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Columns as values of the domain. */
final class Columns {
    private Columns() {}

    static TokenAmount amount(BigDecimal column) {
        return new TokenAmount(column.toBigIntegerExact());
    }

    /** A {@code timestamptz} of a query without entities. */
    static Optional<Instant> time(@Nullable Object column) {
        return Optional.ofNullable((OffsetDateTime) column).map(OffsetDateTime::toInstant);
    }

    /** Digits as {@code encode(id, 'hex')} writes them. */
    static Hash32 hash(String digits) {
        return new Hash32(Bytes.parse("0x" + digits));
    }
}
