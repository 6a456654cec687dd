package io.verigrad.serving;

import java.util.Set;
import java.util.TreeSet;

/**
 * The CloudEvents that a function takes.
 *
 * @param types their types, version and all; empty if it takes none
 * @param bare those of them that may come without data
 */
public record AcceptedEvents(Set<String> types, Set<String> bare) {
    public AcceptedEvents {
        types = Set.copyOf(types);
        bare = Set.copyOf(bare);
    }

    /** Of these types, with data. */
    public static AcceptedEvents of(String... types) {
        return new AcceptedEvents(Set.of(types), Set.of());
    }

    /** These and one more, whose data is of no interest. */
    public AcceptedEvents andBare(String type) {
        Set<String> more = new TreeSet<>(types);
        more.add(type);
        Set<String> moreBare = new TreeSet<>(bare);
        moreBare.add(type);
        return new AcceptedEvents(more, moreBare);
    }
}
