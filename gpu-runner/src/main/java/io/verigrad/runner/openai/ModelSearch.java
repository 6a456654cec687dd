package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.store.Task;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which models somebody looks for; what is left open fits all.
 *
 * @param name a part of the name, in capitals or not
 * @param task the task as the list names it
 * @param digest the model digest
 */
record ModelSearch(Optional<String> name, Optional<String> task, Optional<Hash32> digest) {
    /** The tasks of manifests, and that of closed models. */
    private static final List<String> TASKS = Stream.concat(
                    Stream.of(Task.values()).map(Enum::name), Stream.of("forwarded"))
            .toList();

    static ModelSearch parse(Optional<String> name, Optional<String> task, Optional<String> digest)
            throws InvalidRequestException {
        if (task.isPresent() && !TASKS.contains(task.get())) {
            throw InvalidRequestException.of("invalid_task", "task", "expected one of " + TASKS);
        }
        try {
            return new ModelSearch(name.map(part -> part.toLowerCase(Locale.ROOT)), task, digest.map(Hash32::parse));
        } catch (IllegalArgumentException e) {
            throw InvalidRequestException.of("invalid_digest", "digest", "expected 0x and 64 hex digits");
        }
    }

    /** Whether it finds a model of the list. */
    boolean finds(JsonNode model) {
        JsonNode ours = model.path("verigrad");
        return name.filter(part -> !model.path("id")
                                .asText()
                                .toLowerCase(Locale.ROOT)
                                .contains(part))
                        .isEmpty()
                && task.filter(one -> !ours.path("task").asText().equals(one)).isEmpty()
                && digest.filter(one -> !ours.path("modelDigest").asText().equals(one.toString()))
                        .isEmpty();
    }
}
