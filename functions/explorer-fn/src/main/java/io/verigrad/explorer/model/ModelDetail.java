package io.verigrad.explorer.model;

import io.verigrad.explorer.ledger.Cells;
import io.verigrad.explorer.usage.Day;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;

/** One model with what each of its payees was paid, and with its last days. */
record ModelDetail(ModelSummary model, List<Earned> earned, List<Day> days) {
    ModelDetail {
        earned = List.copyOf(earned);
        days = List.copyOf(days);
    }

    /**
     * What one payee was charged for, before the shares of operator, validators and treasury.
     *
     * @param payTo the vault of the model's host
     */
    record Earned(Address payTo, Address asset, long calls, TokenAmount charged) {
        static Earned of(Row row) {
            return new Earned(
                    Cells.address(row, "pay_to"),
                    Cells.address(row, "asset"),
                    row.getLong("calls"),
                    Cells.amount(row, "charged"));
        }
    }
}
