package io.verigrad.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelContract;
import io.verigrad.client.channel.ChannelAccount;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ExactEip3009;
import io.verigrad.x402.PaymentRequirements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An offer by payment channel that a policy allows, and the payer's channel for it. */
record ChannelTerms(PaymentRequirements terms, ChannelConfig channel) {
    /** The first of the offers by channel that is allowed. */
    static Optional<ChannelTerms> of(
            List<PaymentRequirements> offers,
            ChainId chain,
            Address payer,
            ClientPolicy policy,
            Duration maxDelay,
            Optional<Address> authorizer) {
        return offers.stream()
                .filter(terms -> terms.scheme().equals(PaymentRequirements.BATCH_SETTLEMENT)
                        && terms.network().equals(chain)
                        && policy.assets().contains(terms.asset())
                        && !terms.amount().isZero()
                        && terms.amount().compareTo(policy.maxPerCall()) <= 0
                        && terms.maxTimeoutSeconds() <= policy.maxValidity().toSeconds()
                        && ExactEip3009.tokenDomain(terms).isPresent())
                .flatMap(terms -> channel(terms, payer).stream()
                        .filter(channel -> isBounded(channel.withdrawDelay(), maxDelay))
                        .filter(channel ->
                                authorizer.isEmpty() || authorizer.get().equals(channel.receiverAuthorizer()))
                        .map(channel -> new ChannelTerms(terms, channel)))
                .findFirst();
    }

    private static boolean isBounded(long delay, Duration max) {
        return delay >= ChannelConfig.MIN_WITHDRAW_DELAY && delay <= max.toSeconds();
    }

    /** The payer's own key signs vouchers, and there is one channel for the same parties. */
    private static Optional<ChannelConfig> channel(PaymentRequirements terms, Address payer) {
        try {
            return terms.extra("receiverAuthorizer")
                    .map(Address::parse)
                    .filter(authorizer -> !authorizer.isZero())
                    .map(authorizer -> new ChannelConfig(
                            payer,
                            payer,
                            terms.payTo(),
                            authorizer,
                            terms.asset(),
                            terms.extraNumber("withdrawDelay").orElse(ChannelConfig.MIN_WITHDRAW_DELAY),
                            Hash32.ZERO));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    Hash32 id() {
        return channel.id(terms.network());
    }

    /** The least that the server takes at a time. */
    TokenAmount minDeposit() {
        try {
            return terms.extra("minDeposit").map(TokenAmount::parse).orElse(TokenAmount.ZERO);
        } catch (IllegalArgumentException malformed) {
            return TokenAmount.ZERO;
        }
    }

    /**
     * The account as the server's book has it, if the server shows the payer's own signature for as much. Of what the
     * payer did not sign nothing is believed but the balance, and who signs for more than there is loses nothing.
     *
     * @param offers of the answer that refused a payment
     */
    Optional<ChannelAccount> corrected(List<PaymentRequirements> offers) {
        return offers.stream()
                .map(offer -> offer.toJson().path("extra"))
                .filter(extra -> extra.at("/channelState/channelId").asText().equalsIgnoreCase(id().toString()))
                .flatMap(extra -> corrected(extra).stream())
                .findFirst();
    }

    private Optional<ChannelAccount> corrected(JsonNode extra) {
        try {
            TokenAmount charged = TokenAmount.parse(
                    extra.at("/channelState/chargedCumulativeAmount").asText());
            TokenAmount signed = TokenAmount.parse(
                    extra.at("/voucherState/signedMaxClaimable").asText());
            Signature signature = new Signature(
                    Bytes.parse(extra.at("/voucherState/signature").asText()));
            Hash32 digest = ChannelContract.voucher(terms.network(), id(), signed);
            boolean isOurs = signed.fitsUint128()
                    && charged.compareTo(signed) <= 0
                    && Secp256k1.recover(digest, signature)
                            .filter(channel.payer()::equals)
                            .isPresent();
            return isOurs
                    ? Optional.of(new ChannelAccount(
                            TokenAmount.parse(extra.at("/channelState/balance").asText()), charged))
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
