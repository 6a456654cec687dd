package io.verigrad.runner.paid;

import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.value.Hash32;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Which models are for sale at which price. */
public final class Catalogue {
    private final Map<Hash32, Price> prices = new ConcurrentHashMap<>();

    /**
     * The models of the start, at the operator's prices by name.
     *
     * @throws IllegalStateException if a model has no price, or a price has no model
     */
    public Catalogue(Models models, Map<String, Price> named) {
        Set<String> names = new TreeSet<>();
        for (Model model : models.first()) {
            names.add(model.name());
            Price price = named.get(model.name());
            if (price == null || price.call().isZero()) {
                throw new IllegalStateException("model " + model.name() + " has no price; set verigrad.runner.models.\""
                        + model.name() + "\".price in atomic units, or take the model out of the store");
            }
            prices.put(model.digest(), price);
        }
        Set<String> unknown = new TreeSet<>(named.keySet());
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "there are prices for " + unknown + ", and the model store holds only " + names);
        }
    }

    /** Says what a version costs that is about to be added; to be said before anybody can find it. */
    public void offer(Hash32 model, Price price) {
        prices.put(model, price);
    }

    /** A call of {@code model}. */
    public Product product(Model model) {
        Price price = prices.get(model.digest());
        if (price == null) {
            throw new IllegalArgumentException("model " + model.name() + " is not in this catalogue");
        }
        return new Product(model.name(), model.digest(), price);
    }
}
