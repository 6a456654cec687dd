package io.verigrad.runner.execution;

import io.verigrad.runner.store.StoredModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The models on board by name. */
public final class Models {
    private final Map<String, Model> models;
    private final Residency residency;

    /** All of them may be in memory at once. */
    public Models(OnnxEngine engine, List<StoredModel> stored) {
        this(engine, stored, Long.MAX_VALUE);
    }

    /**
     * @param budget how many bytes of model files may be in memory; others leave and are loaded again when they are used
     */
    public Models(OnnxEngine engine, List<StoredModel> stored, long budget) {
        this.residency = new Residency(budget);
        this.models = stored.stream()
                .map(model -> new Model(engine, residency, model))
                .collect(Collectors.toUnmodifiableMap(Model::name, Function.identity()));
    }

    public Optional<Model> find(String name) {
        return Optional.ofNullable(models.get(name));
    }

    /** The model of that name, if it is of that version or none is asked for. */
    public Optional<Model> find(String name, Optional<String> version) {
        return find(name)
                .filter(model -> version.isEmpty()
                        || version.get().equals(model.manifest().version()));
    }

    /** All models in the order of their names. */
    public List<Model> all() {
        return models.keySet().stream().sorted().map(models::get).toList();
    }

    /** Bytes of model files in memory. */
    public long bytesInMemory() {
        return residency.used();
    }

    /** The names of the models in memory, the one that would leave first at the head. */
    List<String> resident() {
        return residency.names();
    }
}
