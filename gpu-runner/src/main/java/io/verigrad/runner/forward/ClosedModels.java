package io.verigrad.runner.forward;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.config.RunnerConfig;
import io.verigrad.runner.paid.Price;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The closed models that this runner offers, by name. */
public final class ClosedModels implements AutoCloseable {
    private final Map<String, ClosedModel> models;
    private final List<UpstreamClient> clients;

    ClosedModels(Map<String, ClosedModel> models, List<UpstreamClient> clients) {
        this.models = Map.copyOf(models);
        this.clients = List.copyOf(clients);
    }

    /**
     * Offers the models of all upstreams. Connects nowhere yet.
     *
     * @throws IllegalStateException if two models have one name, or an upstream has none
     */
    public static ClosedModels of(Map<String, RunnerConfig.UpstreamConfig> upstreams, Set<String> taken, Vertx vertx) {
        Map<String, ClosedModel> models = new HashMap<>();
        List<UpstreamClient> clients = new ArrayList<>();
        upstreams.forEach((name, config) -> {
            if (config.models().isEmpty()) {
                throw new IllegalStateException(
                        "verigrad.runner.upstreams.\"" + name + "\" has no models; name one with its price");
            }
            UpstreamClient client = new UpstreamClient(vertx, upstream(name, config));
            clients.add(client);
            config.models().forEach((model, settings) -> {
                Price price = Price.of(settings.price(), settings.inputUnitPrice(), settings.outputUnitPrice());
                ClosedModel closed =
                        new ClosedModel(model, settings.upstreamModel().orElse(model), price, client);
                if (taken.contains(model) || models.put(model, closed) != null) {
                    throw new IllegalStateException("there are two models of the name " + model);
                }
            });
        });
        return new ClosedModels(models, clients);
    }

    private static Upstream upstream(String name, RunnerConfig.UpstreamConfig config) {
        return new Upstream(
                name,
                config.url(),
                config.keyFile(),
                config.trustFile(),
                config.allowPrivate(),
                config.timeout(),
                config.maxTokens());
    }

    /** The closed model that a request names, or empty if it names another one, or none. */
    public Optional<ClosedModel> named(byte[] body) {
        if (models.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode model = Json.read(body, JsonNode.class).path("model");
            return model.isTextual() ? Optional.ofNullable(models.get(model.textValue())) : Optional.empty();
        } catch (MalformedJsonException e) {
            // Said better by whoever reads the whole request.
            return Optional.empty();
        }
    }

    /** All of them in the order of their names. */
    public List<ClosedModel> all() {
        return models.keySet().stream().sorted().map(models::get).toList();
    }

    @Override
    public void close() {
        clients.forEach(UpstreamClient::close);
    }
}
