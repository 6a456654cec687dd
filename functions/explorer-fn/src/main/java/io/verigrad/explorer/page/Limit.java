package io.verigrad.explorer.page;

import io.verigrad.explorer.problem.Problem;

/** How many entries one page has. */
public final class Limit {
    public static final String DEFAULT = "25";
    private static final int MAX = 100;

    private Limit() {}

    public static int of(int asked) {
        if (asked < 1 || asked > MAX) {
            throw Problem.malformed("expected a limit of 1 to " + MAX + ", found " + asked);
        }
        return asked;
    }
}
