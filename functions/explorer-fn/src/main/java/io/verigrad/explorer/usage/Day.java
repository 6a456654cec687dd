package io.verigrad.explorer.usage;

import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Calls that were settled on one day (UTC) and paid in one token. */
public record Day(LocalDate day, Address asset, long calls, TokenAmount charged) {
    /** How many days are shown. */
    private static final int SHOWN = 30;

    /** The first day that is shown. */
    static LocalDate first(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(SHOWN - 1);
    }
}
