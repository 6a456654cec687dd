package io.verigrad.runner.execution;

import io.verigrad.runner.api.Problem;
import io.verigrad.value.Hash32;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models at one moment. It never changes; another one takes its place.
 *
 * @param versions by name, oldest first
 * @param digests the same by digest
 * @param retired why versions were taken back
 */
record LineUp(Map<String, List<Model>> versions, Map<Hash32, Model> digests, Map<Hash32, String> retired) {
    static final LineUp EMPTY = new LineUp(Map.of(), Map.of(), Map.of());

    LineUp {
        versions = Map.copyOf(versions);
        digests = Map.copyOf(digests);
        retired = Map.copyOf(retired);
    }

    LineUp with(Collection<Model> added) {
        Map<String, List<Model>> longer = new HashMap<>(versions);
        Map<Hash32, Model> more = new HashMap<>(digests);
        for (Model model : added) {
            if (more.putIfAbsent(model.digest(), model) != null) {
                throw new IllegalStateException("model " + model.digest() + " is on board twice");
            }
            List<Model> all = new ArrayList<>(longer.getOrDefault(model.name(), List.of()));
            all.add(model);
            longer.put(model.name(), List.copyOf(all));
        }
        return new LineUp(longer, more, retired);
    }

    LineUp without(Hash32 digest, String reason) {
        Map<Hash32, String> fewer = new HashMap<>(retired);
        fewer.put(digest, reason);
        return new LineUp(versions, digests, fewer);
    }

    Optional<Model> find(String reference) {
        return referred(reference).stream()
                .filter(model -> !retired.containsKey(model.digest()))
                .reduce((older, newer) -> newer);
    }

    /** The version of that digest, if the reference means its model at all. */
    Optional<Model> exact(String reference, Hash32 digest) {
        return referred(reference).stream()
                .filter(model -> model.digest().equals(digest))
                .findFirst();
    }

    Problem absence(String reference) {
        return referred(reference).stream()
                .reduce((older, newer) -> newer)
                .flatMap(this::retired)
                .map(reason -> new Problem(
                        410, "model_retired", "its publisher retired this model: " + reason, Optional.of("model")))
                .orElseGet(() -> new Problem(
                        404, "model_not_found", "there is no such model in this version here", Optional.of("model")));
    }

    Optional<Model> version(Hash32 digest) {
        return Optional.ofNullable(digests.get(digest));
    }

    List<Model> versions(String name) {
        return versions.getOrDefault(name, List.of());
    }

    Optional<String> retired(Model model) {
        return Optional.ofNullable(retired.get(model.digest()));
    }

    List<Model> all() {
        return versions.keySet().stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Model::name))
                .toList();
    }

    /** Whatever a reference could mean, oldest first. */
    private List<Model> referred(String reference) {
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        if (at < 0) {
            List<Model> named = versions(name);
            return named.isEmpty()
                    ? digest(name).flatMap(this::version).map(List::of).orElse(List.of())
                    : named;
        }
        String pin = reference.substring(at + 1);
        return versions(name).stream()
                .filter(model -> model.manifest().version().equals(pin)
                        || digest(pin).filter(model.digest()::equals).isPresent())
                .toList();
    }

    private static Optional<Hash32> digest(String text) {
        return text.matches("0x[0-9a-fA-F]{64}") ? Optional.of(Hash32.parse(text)) : Optional.empty();
    }
}
