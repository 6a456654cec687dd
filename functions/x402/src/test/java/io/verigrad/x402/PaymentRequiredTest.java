package io.verigrad.x402;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.verigrad.value.ChainId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentRequiredTest {
    private static final PaymentRequired REQUIRED = PaymentRequired.of(Samples.RESOURCE, List.of(Samples.OFFER));

    @Test
    void readsItsHeader() throws Exception {
        String header =
                PaymentHeader.encode(REQUIRED.withError("invalid_payload").toJson());

        assertThat(PaymentHeader.required(header)).isEqualTo(REQUIRED.withError("invalid_payload"));
    }

    @Test
    void writesTheBodyOfVersionOne() {
        JsonNode body = REQUIRED.toV1Json();

        assertThat(body).isEqualTo(Samples.json("""
                {"x402Version":1,"error":"Payment required","accepts":[{"scheme":"exact","network":"base-sepolia",
                "maxAmountRequired":"10000","resource":"https://example.org/v1","description":"A model",
                "mimeType":"application/json","payTo":"0x209693Bc6afc0C5328bA36FaF03C514EF312287C",
                "maxTimeoutSeconds":3600,"asset":"0x036CbD53842c5426634e7929541eC2318f3dCF7e",
                "extra":{"name":"USDC","version":"2"}}]}"""));
    }

    @Test
    void readsTermsOfVersionOneBack() throws Exception {
        JsonNode v1 = Samples.OFFER.toV1Json(Samples.RESOURCE).orElseThrow();

        PaymentRequirements terms = PaymentRequirements.parseV1(v1);

        assertThat(terms.network()).isEqualTo(Samples.BASE_SEPOLIA);
        assertThat(terms.amount()).isEqualTo(Samples.OFFER.amount());
        assertThat(ExactEip3009.tokenDomain(terms)).isEqualTo(ExactEip3009.tokenDomain(Samples.OFFER));
    }

    @Test
    void leavesOutOffersOnOtherKindsOfChains() throws Exception {
        JsonNode json = REQUIRED.toJson();
        ((ArrayNode) json.path("accepts"))
                .insert(0, Samples.json("{\"scheme\":\"exact\",\"network\":\"solana:devnet\"}"));

        assertThat(PaymentRequired.parse(json).accepts()).containsExactly(Samples.OFFER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"a\":{\"network\":\"eip155:1\"}}", "null", "\"exact\"", "[1]"})
    void refusesAnOfferWithoutAWayToPay(String accepts) {
        JsonNode json = Samples.with(REQUIRED.toJson(), "/accepts", accepts);

        assertThatThrownBy(() -> PaymentRequired.parse(json))
                .isInstanceOf(PaymentFormatException.class)
                .hasMessageContaining("accepts");
    }

    @Test
    void showsVersionOneNothingButEip3009() {
        PaymentRequirements upto = PaymentRequirements.of(
                "upto",
                Samples.OFFER.network(),
                Samples.OFFER.amount(),
                Samples.USDC,
                Samples.PAYEE,
                60,
                Map.of("facilitatorAddress", Samples.PAYEE.toString()));

        assertThat(PaymentRequired.of(Samples.RESOURCE, List.of(upto, Samples.OFFER))
                        .toV1Json()
                        .path("accepts"))
                .singleElement()
                .extracting(terms -> terms.path("scheme").asText())
                .isEqualTo("exact");
    }

    @Test
    void hasNoVersionOneOnChainsThatItCannotName() {
        PaymentRequirements devnet = PaymentRequirements.of(
                "exact",
                new ChainId(31337),
                Samples.OFFER.amount(),
                Samples.USDC,
                Samples.PAYEE,
                60,
                Map.of("name", "USDC", "version", "2"));

        assertThat(PaymentRequired.of(Samples.RESOURCE, List.of(devnet))
                        .toV1Json()
                        .path("accepts"))
                .isEmpty();
    }
}
