package io.verigrad.runner.paid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.runner.SampleStore;
import io.verigrad.runner.execution.Models;
import io.verigrad.value.TokenAmount;
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
        assertThatThrownBy(() -> new Catalogue(
                        models,
                        Map.of(
                                "iris",
                                Price.of(TokenAmount.of(1)),
                                "all-minilm-l6-v2",
                                Price.of(TokenAmount.of(1)),
                                "tiny-classifier",
                                Price.of(TokenAmount.of(1)),
                                "tiny-reranker",
                                Price.of(TokenAmount.of(1)),
                                "tiny-decoder",
                                Price.of(TokenAmount.of(1)),
                                "tulips",
                                Price.of(TokenAmount.of(1)))))
                .hasMessageContaining("[tulips]");
    }

    @Test
    void sellsCallsOfAModel() {
        Catalogue catalogue = new Catalogue(
                models,
                Map.of(
                        "iris",
                        Price.of(TokenAmount.of(3)),
                        "all-minilm-l6-v2",
                        Price.of(TokenAmount.of(1)),
                        "tiny-classifier",
                        Price.of(TokenAmount.of(1)),
                        "tiny-reranker",
                        Price.of(TokenAmount.of(1)),
                        "tiny-decoder",
                        Price.of(TokenAmount.of(1))));

        Product product = catalogue.product(models.find("iris").orElseThrow());
        assertThat(product.price()).isEqualTo(Price.of(TokenAmount.of(3)));
        assertThat(product.modelDigest())
                .isEqualTo(models.find("iris").orElseThrow().digest());
    }
}
