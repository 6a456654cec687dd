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

    public Models(OnnxEngine engine, List<StoredModel> stored) {
        this.models = stored.stream()
                .map(model -> new Model(engine, model))
                .collect(Collectors.toUnmodifiableMap(Model::name, Function.identity()));
    }

    public Optional<Model> find(String name) {
        return Optional.ofNullable(models.get(name));
    }

    /** All models in the order of their names. */
    public List<Model> all() {
        return models.keySet().stream().sorted().map(models::get).toList();
    }
}
