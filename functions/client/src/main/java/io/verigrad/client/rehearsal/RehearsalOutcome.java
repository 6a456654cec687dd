package io.verigrad.client.rehearsal;

import io.verigrad.value.Bytes;

/** How a rehearsal ended. Nothing was paid in any case. */
public sealed interface RehearsalOutcome {
    /** The call would be taken. */
    record Rehearsed(Rehearsal rehearsal) implements RehearsalOutcome {}

    /** The call would be refused, as {@code body} says in the words of the runner. */
    record Refused(int status, Bytes body) implements RehearsalOutcome {}

    /** The answer is no rehearsal of this call. */
    record Untrue(String problem) implements RehearsalOutcome {}

    /** There was no whole answer. */
    record Unreachable(String problem) implements RehearsalOutcome {}
}
