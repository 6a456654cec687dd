package io.verigrad.runner.paid;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.receipt.Offer;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.runner.TestClock;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.EnclaveKeys;
import io.verigrad.runner.standin.Network;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OffersTest {
    private final TestClock clock = new TestClock();
    private final Enclave enclave = new Enclave(EnclaveKeys.generate(new SecureRandom()), Network.DOMAIN, clock);
    private final Offers offers = new Offers(
            enclave, new Terms(Network.CHAIN, Network.USDC, Network.VAULT, "USDC", "2", Duration.ofHours(2)), clock);
    private final Product product = new Product("iris", Network.BLOCK, TokenAmount.of(7));

    @Test
    void signsAFlatPriceWithTheEnclavesKey() {
        SignedOffer signed = offers.signed(product);

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
        SignedOffer first = offers.signed(product);
        clock.advance(Duration.ofMinutes(59));
        assertThat(offers.signed(product)).isSameAs(first);

        clock.advance(Duration.ofMinutes(2));
        assertThat(offers.signed(product)).isNotSameAs(first);
    }

    @Test
    void hasAnOfferPerModel() {
        Product other = new Product("other", Hash32.ZERO, TokenAmount.of(8));

        assertThat(offers.signed(other).offer().flatPrice()).isEqualTo(TokenAmount.of(8));
        assertThat(offers.signed(product).offer().flatPrice()).isEqualTo(TokenAmount.of(7));
    }
}
