package io.verigrad.x402;

import io.verigrad.receipt.PaymentId;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.time.Clock;
import java.util.Optional;

/** The verdict on what pays a call by channel, before a chain or a ledger is asked. */
public sealed interface ChannelVerification {
    /**
     * The voucher raises what may be claimed by exactly what is required. Of a channel with a key of its own it is certain
     * who signed; of others the chain must tell.
     *
     * @param payment a deposit or a voucher
     * @param place what all calls of the channel before this one must have charged
     */
    record Valid(ChannelPayload.Payment payment, TokenAmount place, PayerProof proof) implements ChannelVerification {
        public Hash32 channelId() {
            return payment.voucher().channelId();
        }

        /** Names the place, whichever voucher pays it. */
        public Hash32 paymentId() {
            return PaymentId.channel(channelId(), place);
        }

        public Address payer() {
            return payment.channel().payer();
        }
    }

    /** @param message says what was expected and found; for people */
    record Invalid(Reason reason, String message) implements ChannelVerification {}

    /**
     * Verifies a payment.
     *
     * @param terms ours, never those that the client sent
     */
    static ChannelVerification of(PaymentPayload payment, PaymentRequirements terms, Clock clock) {
        ChannelPayload payload;
        try {
            payload = ChannelPayload.parse(payment.payload());
        } catch (PaymentFormatException e) {
            return new Invalid(e.reason(), String.valueOf(e.getMessage()));
        }
        return switch (payload) {
            case ChannelPayload.Deposit deposit ->
                ChannelRules.checkDeposit(deposit, terms, clock, EvmSchemes.BLOCK_MARGIN)
                        .<ChannelVerification>map(ChannelVerification::invalid)
                        .orElseGet(() -> of(deposit, terms));
            case ChannelPayload.Voucher voucher -> of(voucher, terms);
            case ChannelPayload.Refund ignored ->
                new Invalid(
                        Reason.BATCH_AUTHORIZER_NOT_CONFIGURED,
                        "a contract is this channel's authorizer, and signs no refund; withdraw from the channel, or ask"
                                + " the validators");
            case ChannelPayload.Claim ignored -> notForACall();
            case ChannelPayload.Settle ignored -> notForACall();
        };
    }

    private static ChannelVerification of(ChannelPayload.Payment payment, PaymentRequirements terms) {
        Optional<ChannelRules.Refused> wrong = ChannelRules.checkChannel(payment.channel(), payment.voucher(), terms);
        if (wrong.isPresent()) {
            return invalid(wrong.get());
        }
        TokenAmount most = payment.voucher().maxClaimable();
        if (terms.amount().isZero() || most.compareTo(terms.amount()) < 0) {
            return new Invalid(
                    Reason.BATCH_CUMULATIVE_MISMATCH,
                    "maxClaimableAmount: expected what was charged and " + terms.amount() + " more, found " + most);
        }
        return ChannelRules.proof(payment.channel(), payment.voucher(), terms)
                .<ChannelVerification>map(proof -> new Valid(payment, most.minus(terms.amount()), proof))
                .orElseGet(() -> new Invalid(Reason.BATCH_VOUCHER_SIGNATURE, "the payer did not sign the voucher"));
    }

    private static ChannelVerification notForACall() {
        return new Invalid(Reason.BATCH_PAYLOAD_TYPE, "expected a deposit or a voucher to pay for a call");
    }

    private static ChannelVerification invalid(ChannelRules.Refused refused) {
        return new Invalid(refused.reason(), refused.message());
    }
}
