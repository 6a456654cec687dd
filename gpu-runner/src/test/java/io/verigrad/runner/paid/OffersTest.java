package io.verigrad.runner.paid;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.runner.TestClock;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.EnclaveKeys;
import io.verigrad.runner.standin.Network;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.PaymentRequirements;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OffersTest {
    private final TestClock clock = new TestClock();
    private final Enclave enclave = new Enclave(EnclaveKeys.generate(new SecureRandom()), Network.DOMAIN, clock);
    private final Offers offers = new Offers(
            enclave,
            new Terms(Network.CHAIN, Network.USDC, Network.VAULT, "USDC", "2", Duration.ofHours(2), Optional.empty()),
            List.of(),
            clock);
    private final Product product = new Product("iris", Network.BLOCK, Price.of(TokenAmount.of(7)));

    @Test
    void signsAFlatPriceWithTheEnclavesKey() {
        SignedOffer signed = offers.signed(product, Scheme.EXACT_EIP3009);

        Offer offer = signed.offer();
        assertThat(signed.signer(Network.DOMAIN)).contains(enclave.address());
        assertThat(offer.price(1_000, 1_000)).isEqualTo(TokenAmount.of(7));
        assertThat(offer.modelDigest()).isEqualTo(Network.BLOCK);
        assertThat(offer.payTo()).isEqualTo(Network.VAULT);
        assertThat(offer.asset()).isEqualTo(Network.USDC);
        assertThat(offer.expiresAt())
                .isEqualTo(clock.instant().plus(Duration.ofHours(2)).getEpochSecond());
    }

    @Test
    void usesAnOfferForHalfOfItsLifetime() {
        SignedOffer first = offers.signed(product, Scheme.EXACT_EIP3009);
        clock.advance(Duration.ofMinutes(59));
        assertThat(offers.signed(product, Scheme.EXACT_EIP3009)).isSameAs(first);

        clock.advance(Duration.ofMinutes(2));
        assertThat(offers.signed(product, Scheme.EXACT_EIP3009)).isNotSameAs(first);
    }

    @Test
    void hasAnOfferPerModel() {
        Product other = new Product("other", Hash32.ZERO, Price.of(TokenAmount.of(8)));

        assertThat(offers.signed(other, Scheme.EXACT_EIP3009).offer().flatPrice())
                .isEqualTo(TokenAmount.of(8));
        assertThat(offers.signed(product, Scheme.EXACT_EIP3009).offer().flatPrice())
                .isEqualTo(TokenAmount.of(7));
    }

    @Test
    void offersEveryWayToPayThatSettlementTakes() {
        List<PaymentRequirements> ways = offers.requirements(product);

        assertThat(ways.stream().map(way -> EvmSchemes.of(way).orElseThrow()))
                .containsExactly(Scheme.EXACT_EIP3009, Scheme.EXACT_PERMIT2, Scheme.UPTO);
        assertThat(ways).allSatisfy(way -> assertThat(way.amount()).isEqualTo(TokenAmount.of(7)));
        assertThat(ways.getLast().extra("facilitatorAddress"))
                .contains(Network.DOMAIN.verifyingContract().toString());
    }

    @Test
    void signsUnitPricesForWhoPaysWhatWasUsed() {
        Price price = new Price(TokenAmount.of(700), TokenAmount.of(1), TokenAmount.of(4));
        Product byUnits = new Product("decoder", Hash32.ZERO, price);

        assertThat(offers.signed(byUnits, Scheme.UPTO).offer().price(10, 20)).isEqualTo(TokenAmount.of(90));
        assertThat(offers.signed(byUnits, Scheme.EXACT_PERMIT2).offer().price(10, 20))
                .isEqualTo(TokenAmount.of(700));
        assertThat(offers.signed(product, Scheme.UPTO).offer().price(10, 20)).isEqualTo(TokenAmount.of(7));
    }
}
