package io.verigrad.runner.paid;

import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which models are for sale at which price. */
public final class Catalogue {
    private final Map<String, Price> prices;

    /**
     * @throws IllegalStateException if a model has no price, or a price has no model
     */
    public Catalogue(Models models, Map<String, Price> prices) {
        Set<String> names = new TreeSet<>();
        for (Model model : models.all()) {
            names.add(model.name());
            Price price = prices.get(model.name());
            if (price == null || price.call().isZero()) {
                throw new IllegalStateException("model " + model.name() + " has no price; set verigrad.runner.models.\""
                        + model.name() + "\".price in atomic units, or take the model out of the store");
            }
        }
        Set<String> unknown = new TreeSet<>(prices.keySet());
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "there are prices for " + unknown + ", and the model store holds only " + names);
        }
        this.prices = Map.copyOf(prices);
    }

    /** A call of {@code model}. */
    public Product product(Model model) {
        Price price = prices.get(model.name());
        if (price == null) {
            throw new IllegalArgumentException("model " + model.name() + " is not in this catalogue");
        }
        return new Product(model.name(), model.digest(), price);
    }
}
