package io.verigrad.runner.paid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.runner.SampleStore;
import io.verigrad.runner.execution.Models;
import io.verigrad.value.TokenAmount;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static Models models;

    @BeforeAll
    static void load() throws Exception {
        models = SampleStore.models();
    }

    @Test
    void namesTheKeyOfAMissingPrice() {
        assertThatThrownBy(() -> new Catalogue(models, Map.of("iris", Price.of(TokenAmount.of(1)))))
                .hasMessageContaining("verigrad.runner.models.\"all-minilm-l6-v2\".price");
    }

    @Test
    void givesNothingAway() {
        assertThatThrownBy(() -> new Catalogue(
                        models,
                        Map.of("iris", Price.of(TokenAmount.ZERO), "all-minilm-l6-v2", Price.of(TokenAmount.of(1)))))
                .hasMessageContaining("iris has no price");
    }

    @Test
    void refusesAPriceWithoutAModel() {
        assertThatThrownBy(() -> new Catalogue(models, prices("tulips", 1))).hasMessageContaining("[tulips]");
    }

    @Test
    void sellsCallsOfAModel() {
        Catalogue catalogue = new Catalogue(models, prices("iris", 3));

        Product product = catalogue.product(models.find("iris").orElseThrow());
        assertThat(product.price()).isEqualTo(Price.of(TokenAmount.of(3)));
        assertThat(product.modelDigest())
                .isEqualTo(models.find("iris").orElseThrow().digest());
    }

    /** A price of 1 for every model, and another for one. */
    private Map<String, Price> prices(String name, int price) {
        Map<String, Price> prices = new HashMap<>();
        models.all().forEach(model -> prices.put(model.name(), Price.of(TokenAmount.of(1))));
        prices.put(name, Price.of(TokenAmount.of(price)));
        return prices;
    }
}
