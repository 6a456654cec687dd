package io.verigrad.ledger;

import java.util.List;

/** Reason codes in one column. */
final class ReasonCodes {
    private static final int MAX_LENGTH = 120;

    private ReasonCodes() {}

    static String join(List<String> reasons) {
        reasons.forEach(ReasonCodes::check);
        return String.join(",", reasons);
    }

    static List<String> split(String column) {
        return column.isEmpty() ? List.of() : List.of(column.split(",", -1));
    }

    private static void check(String reason) {
        if (reason.isEmpty() || reason.length() > MAX_LENGTH || !reason.matches("[A-Za-z0-9_.:\\-]+")) {
            throw new IllegalArgumentException(
                    "expected a reason code of letters, digits and _.:-, found \"" + reason + '"');
        }
    }
}
