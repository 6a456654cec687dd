package io.verigrad.ledger;

import java.time.Instant;
import java.util.List;

/**
 * Some of the resources that were asked for.
 *
 * @param total how many there are in all
 */
public record ResourcePage(List<Found> found, long total) {
    public ResourcePage {
        found = List.copyOf(found);
    }

    /**
     * One resource.
     *
     * @param entry its description, JSON
     * @param updated when it was last paid for
     */
    public record Found(String entry, Instant updated) {}
}
