package io.verigrad.explorer.model;

import io.verigrad.explorer.usage.Day;
import io.verigrad.explorer.usage.Earned;
import java.util.List;

/** One model with what each of its payees was paid, and with its last days. */
record ModelDetail(ModelSummary model, List<Earned> earned, List<Day> days) {
    ModelDetail {
        earned = List.copyOf(earned);
        days = List.copyOf(days);
    }
}
