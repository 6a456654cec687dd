package io.verigrad.explorer.payer;

import io.verigrad.explorer.usage.Day;
import io.verigrad.explorer.usage.Total;
import io.verigrad.value.Address;
import java.util.List;

/** What one payer spent: ever, and on each of the last days. Only what was settled on chain counts. */
record Spend(Address payer, List<Total> totals, List<Day> days) {
    Spend {
        totals = List.copyOf(totals);
        days = List.copyOf(days);
    }
}
