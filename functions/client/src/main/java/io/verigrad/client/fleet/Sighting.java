package io.verigrad.client.fleet;

import java.net.URI;

/** How one look at a runner ended. */
sealed interface Sighting {
    /** It can be called. */
    record Fit(Candidate candidate) implements Sighting {}

    /** It is not called; {@code problem} is a line for people. */
    record Unfit(URI runner, String problem) implements Sighting {}
}
