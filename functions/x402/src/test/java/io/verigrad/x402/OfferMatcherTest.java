package io.verigrad.x402;

import static io.verigrad.x402.Samples.OFFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferMatcherTest {
    private static final PaymentRequirements OTHER = Samples.offer(TokenAmount.of(20_000), Samples.PAYEE);

    @Test
    void findsTheAcceptedOffer() {
        assertThat(OfferMatcher.match(List.of(OTHER, OFFER), Samples.payment())).contains(OFFER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/accepted/extra/more         | {\"a\":1}",
                "/accepted/maxTimeoutSeconds  | 3600",
                "/accepted/outputSchema       | null",
            })
    void ignoresAdditionsToExtraAndNulls(String pointer, String json) throws Exception {
        PaymentPayload payment = PaymentPayload.parse(Samples.paymentWith(pointer.strip(), json.strip()));

        assertThat(OfferMatcher.match(List.of(OTHER, OFFER), payment)).contains(OFFER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/accepted/amount             | \"9999\"",
                "/accepted/scheme             | \"upto\"",
                "/accepted/network            | \"eip155:8453\"",
                "/accepted/maxTimeoutSeconds  | 3599",
                "/accepted/asset              | \"0x036cbd53842c5426634e7929541ec2318f3dcf7e\"",
                "/accepted/payTo              | \"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\"",
                "/accepted/more               | 1",
                "/accepted/extra/name         | \"USD Coin\"",
                "/accepted/extra/version      | ''",
                "/accepted/extra              | ''",
            })
    void refusesEveryOtherDifference(String pointer, String json) throws Exception {
        PaymentPayload payment = PaymentPayload.parse(Samples.paymentWith(pointer.strip(), json.strip()));

        assertThat(OfferMatcher.match(List.of(OTHER, OFFER), payment)).isEmpty();
    }

    @Test
    void tellsOffersApartThatDifferInTheirTransferMethod() {
        PaymentRequirements byPermit2 = PaymentRequirements.of(
                "exact",
                OFFER.network(),
                OFFER.amount(),
                OFFER.asset(),
                OFFER.payTo(),
                OFFER.maxTimeoutSeconds(),
                Map.of("name", "USDC", "version", "2", "assetTransferMethod", "permit2"));
        PaymentPayload payment =
                new Permit2Signer(Samples.PAYER, Samples.CLOCK).pay(byPermit2, Optional.empty(), BigInteger.ONE);

        assertThat(OfferMatcher.match(List.of(OFFER, byPermit2), payment)).contains(byPermit2);
        assertThat(OfferMatcher.match(List.of(OFFER), payment)).isEmpty();
        assertThat(OfferMatcher.match(List.of(byPermit2, OFFER), Samples.payment()))
                .contains(OFFER);
    }

    @Test
    void matchesVersionOneByWhatWasSigned() {
        PaymentPayload payment =
                PaymentPayload.v1("exact", OFFER.network(), Samples.payment().payload());

        assertThat(OfferMatcher.match(List.of(OTHER, OFFER), payment)).contains(OFFER);
        assertThat(OfferMatcher.match(List.of(OTHER), payment)).contains(OTHER);
    }

    @Test
    void refusesVersionOneOfAnotherScheme() {
        PaymentPayload payment =
                PaymentPayload.v1("upto", OFFER.network(), Samples.payment().payload());

        assertThat(OfferMatcher.match(List.of(OFFER), payment)).isEmpty();
    }
}
