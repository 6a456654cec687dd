package io.verigrad.client.runner;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.Optional;

/**
 * A model as a runner lists it. The digest can be compared with that of a receipt; everything else is the runner's word.
 *
 * @param name what a request calls it
 * @param task what it does, as the runner names it
 * @param price of one call, atomic units
 * @param card what its publisher writes about it, as it came; text of a stranger
 */
public record ListedModel(
        String name,
        Optional<Hash32> digest,
        String version,
        String task,
        Optional<TokenAmount> price,
        String licence,
        JsonNode card) {
    private static final int MAX_TEXT = 200;

    static ListedModel of(JsonNode entry) {
        JsonNode more = entry.path("verigrad");
        return new ListedModel(
                text(entry.path("id")),
                Optional.of(text(more.path("modelDigest")))
                        .filter(digest -> digest.matches("0x[0-9a-f]{64}"))
                        .map(Hash32::parse),
                text(more.path("version")),
                text(more.path("task")),
                Optional.of(text(more.path("price")))
                        .filter(price -> price.matches("[0-9]{1,39}"))
                        .map(TokenAmount::parse),
                text(more.path("licence")),
                more.path("card").isMissingNode() ? Json.mapper().nullNode() : more.path("card"));
    }

    /** On one line, without control characters: it is printed on terminals. */
    private static String text(JsonNode value) {
        String text = value.asText("");
        return text.substring(0, Math.min(text.length(), MAX_TEXT))
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ")
                .strip();
    }
}
