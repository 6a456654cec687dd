package io.verigrad.client.fleet;

import io.verigrad.client.CallOutcome;
import java.util.List;

/** How a call ended that any of many runners could answer. */
public sealed interface FleetOutcome {
    /**
     * Runners were called.
     *
     * @param attempts all tries in order, one or more; they are charged once in all, if at all
     * @param deciding the one whose outcome is the call's
     */
    record Called(List<Attempt> attempts, Attempt deciding) implements FleetOutcome {
        public Called {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * None can be called, and nothing was paid.
     *
     * @param problems a line for people for each runner that was looked at
     */
    record NoRunner(List<String> problems) implements FleetOutcome {
        public NoRunner {
            problems = List.copyOf(problems);
        }
    }

    /** What a caller of one runner would be told. */
    default CallOutcome outcome() {
        return switch (this) {
            case Called called -> called.deciding().outcome();
            case NoRunner none ->
                new CallOutcome.Unreachable(false, "no runner can be called: " + String.join("; ", none.problems()));
        };
    }
}
