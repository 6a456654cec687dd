package io.verigrad.runner.paid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.price.Conversion;
import io.verigrad.price.PriceState;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Scheme;
import io.verigrad.runner.TestClock;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.EnclaveKeys;
import io.verigrad.runner.price.QuotedToken;
import io.verigrad.runner.price.Quotes;
import io.verigrad.runner.standin.Network;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentRequirements;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls that are paid for in a token whose price moves. */
class QuotedCallTest {
    private static final Address OPG = Address.parse("0x8888888888888888888888888888888888888888");
    private static final TokenAmount DIME = TokenAmount.parse("100000000000000000");
    private static final TokenAmount THIRD = TokenAmount.parse("300000000000000000");
    private static final PriceState NOTHING =
            new PriceState.Unavailable(PriceState.Cause.STALE, "expected prices of 2 signers, found 1");

    private final TestClock clock = new TestClock();
    private final Enclave enclave = new Enclave(EnclaveKeys.generate(new SecureRandom()), Network.DOMAIN, clock);
    private final PrivateKey payer = PrivateKey.generate(new Random(4));
    private PriceState state = new PriceState.Believed(DIME, 0);
    private final Offers offers = new Offers(
            enclave,
            new Terms(
                    Network.CHAIN,
                    Network.USDC,
                    Network.VAULT,
                    "USDC",
                    "2",
                    Duration.ofHours(2),
                    Optional.of(Duration.ofHours(1))),
            List.of(new QuotedToken(
                    OPG,
                    "OPG",
                    "1",
                    "OPG/USD",
                    new Conversion(6, 18),
                    new Quotes(() -> state, Duration.ofMinutes(5), clock))),
            clock);
    private final Product product =
            new Product("decoder", Network.BLOCK, new Price(TokenAmount.of(700), TokenAmount.of(1), TokenAmount.of(4)));

    private List<PaymentRequirements> quoted(List<PaymentRequirements> ways) {
        return ways.stream().filter(way -> way.asset().equals(OPG)).toList();
    }

    private PaidRequest paying(PaymentRequirements way) {
        return new PaidRequest(
                "POST",
                "/x",
                "http://localhost/x",
                new byte[0],
                Optional.empty(),
                Optional.of(PaymentHeader.encode(new Eip3009Signer(payer, clock)
                        .pay(way, Optional.empty(), Hash32.ZERO)
                        .toJson())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Presence());
    }

    private Payment read(PaymentRequirements way) throws RefusedException {
        return Payment.of(paying(way), offers.acceptable(product), offers::unmatched, clock)
                .orElseThrow();
    }

    private Refusal.Unpaid refusal(PaymentRequirements way) {
        try {
            read(way);
            throw new AssertionError("expected a refusal");
        } catch (RefusedException e) {
            return (Refusal.Unpaid) e.refusal();
        }
    }

    @Test
    void offersTheAssetFirstAndTheTokenAtItsPrice() {
        List<PaymentRequirements> ways = offers.requirements(product);

        assertThat(ways.stream().limit(4)).allMatch(way -> way.asset().equals(Network.USDC));
        assertThat(quoted(ways)).hasSize(3).allSatisfy(way -> {
            // 0.0007 USD at 0.10 USD.
            assertThat(way.amount()).isEqualTo(TokenAmount.parse("7000000000000000"));
            assertThat(way.extra("price")).contains(DIME.toString());
            assertThat(way.extra("pair")).contains("OPG/USD");
            assertThat(way.extra("name")).contains("OPG");
        });
    }

    @Test
    void signsOffersInTheTokenRoundedUpByOneUnitAtMost() throws Exception {
        state = new PriceState.Believed(THIRD, 0);
        PaymentRequirements way = quoted(offers.requirements(product)).getFirst();

        Offer exact =
                offers.signed(product, Scheme.EXACT_EIP3009, read(way).terms()).offer();
        Offer upto = offers.signed(product, Scheme.UPTO, way).offer();

        assertThat(exact.asset()).isEqualTo(OPG);
        assertThat(exact.flatPrice()).isEqualTo(way.amount()).isEqualTo(TokenAmount.parse("2333333333333334"));
        assertThat(upto.inputUnitPrice()).isEqualTo(TokenAmount.parse("3333333333334"));
        assertThat(upto.outputUnitPrice()).isEqualTo(TokenAmount.parse("13333333333334"));
        assertThat(offers.signed(product, Scheme.EXACT_EIP3009).offer().flatPrice())
                .isEqualTo(TokenAmount.of(700));
    }

    @Test
    void keepsAQuoteForItsLifetimeWhateverBecomesOfThePrice() throws Exception {
        PaymentRequirements dear = quoted(offers.requirements(product)).getFirst();
        clock.advance(Duration.ofMinutes(2));
        state = new PriceState.Believed(THIRD, 0);
        PaymentRequirements cheap = quoted(offers.requirements(product)).getFirst();
        state = NOTHING;

        assertThat(read(dear).terms()).isEqualTo(dear);
        assertThat(offers.signed(product, Scheme.EXACT_EIP3009, read(dear).terms())
                        .offer()
                        .flatPrice())
                .isEqualTo(dear.amount());
        clock.advance(Duration.ofMinutes(3));
        assertThat(refusal(dear).reason()).isEqualTo(Refusal.PRICE_UNAVAILABLE);
        assertThat(read(cheap).terms()).isEqualTo(cheap);
    }

    @Test
    void refusesTheTokenWithoutAPriceAndStillOffersTheAsset() throws Exception {
        PaymentRequirements way = quoted(offers.requirements(product)).getFirst();
        PaymentRequirements asset = offers.requirements(product).getFirst();
        clock.advance(Duration.ofMinutes(6));
        state = NOTHING;

        Refusal.Unpaid refusal = refusal(way);

        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.message())
                .contains("expected prices of 2 signers, found 1")
                .contains("sign one of the offers below");
        assertThat(quoted(offers.requirements(product))).isEmpty();
        assertThat(offers.requirements(product)).hasSize(4);
        assertThat(read(asset).terms()).isEqualTo(asset);
    }

    @Test
    void asksForAnotherPaymentWhenTheQuoteIsOver() {
        PaymentRequirements way = quoted(offers.requirements(product)).getFirst();
        clock.advance(Duration.ofMinutes(5));

        Refusal.Unpaid refusal = refusal(way);

        assertThat(refusal.reason()).isEqualTo("quote_expired");
        assertThat(refusal.status()).isEqualTo(402);
    }

    @Test
    void takesNoPriceThatAPayerMadeUp() {
        PaymentRequirements way = quoted(offers.requirements(product)).getFirst();
        PaymentRequirements cheaper = PaymentRequirements.of(
                way.scheme(),
                way.network(),
                TokenAmount.of(1),
                way.asset(),
                way.payTo(),
                way.maxTimeoutSeconds(),
                Map.of("name", "OPG", "version", "1", "pair", "OPG/USD", "price", THIRD.toString()));

        assertThat(refusal(cheaper).reason()).isEqualTo("quote_expired");
    }

    @Test
    void neverQuotesAnAmountThatNoReceiptCanHold() {
        state = new PriceState.Believed(TokenAmount.of(1), 0);
        Product dear = new Product("dear", Network.BLOCK, Price.of(TokenAmount.parse("1000000000000")));

        assertThat(quoted(offers.requirements(dear))).isEmpty();
        assertThatThrownBy(() -> Price.of(TokenAmount.parse("1" + "0".repeat(39))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
