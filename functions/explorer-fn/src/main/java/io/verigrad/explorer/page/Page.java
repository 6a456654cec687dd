package io.verigrad.explorer.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some entries, newest first.
 *
 * @param next the cursor of the page after this one; absent on the last page
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /** Makes a page of at most {@code limit} of {@code found}, which was asked for one more than that. */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursor) {
        if (found.size() <= limit) {
            return new Page<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, Optional.of(cursor.apply(items.getLast())));
    }
}
