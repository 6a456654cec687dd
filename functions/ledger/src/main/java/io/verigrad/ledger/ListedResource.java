package io.verigrad.ledger;

import io.verigrad.value.Address;
import java.util.List;

/**
 * Something that can be bought, as somebody who bought it described it.
 *
 * @param type how it is asked for: {@code http} or {@code mcp}
 * @param extensions the names of what was described beside it
 * @param entry the whole description, JSON
 * @param words what is searched
 */
public record ListedResource(
        String url,
        Address payTo,
        String type,
        String scheme,
        String network,
        List<String> extensions,
        String entry,
        String words) {
    public ListedResource {
        extensions = List.copyOf(extensions);
    }
}
