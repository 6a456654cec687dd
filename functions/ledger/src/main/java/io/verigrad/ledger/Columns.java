package io.verigrad.ledger;

import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigDecimal;

/** Columns as values of the domain. */
final class Columns {
    private Columns() {}

    static TokenAmount amount(BigDecimal column) {
        return new TokenAmount(column.toBigIntegerExact());
    }

    /** Digits as {@code encode(id, 'hex')} writes them. */
    static Hash32 hash(String digits) {
        return new Hash32(Bytes.parse("0x" + digits));
    }
}
