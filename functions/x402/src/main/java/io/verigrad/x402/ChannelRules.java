package io.verigrad.x402;

import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelContract;
import io.verigrad.channel.ChannelState;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Scheme {@code batch-settlement}: all that can be checked about a payment without a chain, in the order of the reference. */
public final class ChannelRules {
    private ChannelRules() {}

    /** Why a payment is refused. */
    public record Refused(Reason reason, String message) {}

    /** Whether the channel is one of these terms, whoever it is of. */
    public static Optional<Refused> checkChannel(
            ChannelConfig channel, ChannelVoucher voucher, PaymentRequirements terms) {
        Hash32 id = channel.id(terms.network());
        if (!id.equals(voucher.channelId())) {
            return refused(Reason.BATCH_CHANNEL_ID_MISMATCH, "channelId", id, voucher.channelId());
        }
        if (!channel.receiver().equals(terms.payTo())) {
            return refused(Reason.BATCH_RECEIVER_MISMATCH, "receiver", terms.payTo(), channel.receiver());
        }
        Optional<Address> authorizer = authorizer(terms);
        if (authorizer.isEmpty() || !channel.receiverAuthorizer().equals(authorizer.get())) {
            return refused(
                    Reason.BATCH_RECEIVER_AUTHORIZER_MISMATCH,
                    "receiverAuthorizer",
                    authorizer.<Object>map(address -> address).orElse("one in extra"),
                    channel.receiverAuthorizer());
        }
        if (!channel.token().equals(terms.asset())) {
            return refused(Reason.BATCH_TOKEN_MISMATCH, "token", terms.asset(), channel.token());
        }
        long delay = terms.extraNumber("withdrawDelay").orElse(channel.withdrawDelay());
        if (channel.withdrawDelay() != delay) {
            return refused(Reason.BATCH_WITHDRAW_DELAY_MISMATCH, "withdrawDelay", delay, channel.withdrawDelay());
        }
        return delay < ChannelConfig.MIN_WITHDRAW_DELAY || delay > ChannelConfig.MAX_WITHDRAW_DELAY
                ? refused(
                        Reason.BATCH_WITHDRAW_DELAY_OUT_OF_RANGE,
                        "withdrawDelay",
                        ChannelConfig.MIN_WITHDRAW_DELAY + " to " + ChannelConfig.MAX_WITHDRAW_DELAY,
                        delay)
                : Optional.empty();
    }

    /**
     * How it can be known that the payer signed a voucher; empty if it did not. A channel's own key signs for itself, and
     * the contract asks no account whether it agrees; else the chain must be asked about payers with code.
     */
    public static Optional<PayerProof> proof(ChannelConfig channel, ChannelVoucher voucher, PaymentRequirements terms) {
        Hash32 digest = digest(voucher, terms);
        if (channel.payerAuthorizer().isZero()) {
            return Optional.of(PayerProof.of(voucher.signature(), digest, channel.payer()));
        }
        try {
            Signature signature = new Signature(voucher.signature());
            return Secp256k1.recover(digest, signature)
                    .filter(channel.payerAuthorizer()::equals)
                    .map(_ -> new PayerProof.Key(signature));
        } catch (IllegalArgumentException notOfAKey) {
            return Optional.empty();
        }
    }

    /** What the payer of a voucher signs. */
    public static Hash32 digest(ChannelVoucher voucher, PaymentRequirements terms) {
        return ChannelContract.voucher(terms.network(), voucher.channelId(), voucher.maxClaimable());
    }

    /** Whether what is to be paid in was signed for it now, as far as that shows without a chain. */
    public static Optional<Refused> checkDeposit(
            ChannelPayload.Deposit payment, PaymentRequirements terms, Clock clock, Duration remaining) {
        if (payment.deposit().authorization().isEmpty()) {
            return Optional.of(new Refused(
                    Reason.BATCH_ERC3009_REQUIRED, "expected deposit.authorization.erc3009Authorization, found none"));
        }
        if (ExactEip3009.tokenDomain(terms).isEmpty()) {
            return Optional.of(
                    new Refused(Reason.BATCH_MISSING_EIP712_DOMAIN, "expected extra.name and extra.version"));
        }
        ChannelDeposit.Authorization signed = payment.deposit().authorization().get();
        BigInteger now = BigInteger.valueOf(clock.instant().getEpochSecond());
        BigInteger end = now.add(BigInteger.valueOf(remaining.toSeconds()));
        if (signed.validBefore().compareTo(end) < 0) {
            return refused(Reason.BATCH_VALID_BEFORE, "validBefore", "at least " + end, signed.validBefore());
        }
        return signed.validAfter().compareTo(now) > 0
                ? refused(Reason.BATCH_VALID_AFTER, "validAfter", "at most " + now, signed.validAfter())
                : Optional.empty();
    }

    /** How it can be known that the payer signed a deposit that {@link #checkDeposit} found good. */
    public static PayerProof depositProof(ChannelPayload.Deposit payment, PaymentRequirements terms) {
        ChannelDeposit.Authorization signed = payment.deposit().authorization().orElseThrow();
        TypedDataDomain token = ExactEip3009.tokenDomain(terms).orElseThrow();
        Hash32 digest = ChannelDeposit.digest(
                payment.channel(),
                payment.voucher().channelId(),
                payment.deposit().amount(),
                signed,
                token);
        return PayerProof.of(signed.signature(), digest, payment.channel().payer());
    }

    /** Whether a channel in this state covers the voucher, which says what may be claimed in all. */
    public static Optional<Refused> checkState(ChannelPayload.Payment payment, ChannelState state) {
        TokenAmount added = payment instanceof ChannelPayload.Deposit deposit
                ? deposit.deposit().amount()
                : TokenAmount.ZERO;
        TokenAmount held = state.balance().plus(added);
        TokenAmount most = payment.voucher().maxClaimable();
        if (held.isZero()) {
            return Optional.of(new Refused(Reason.BATCH_CHANNEL_NOT_FOUND, "the channel holds nothing"));
        }
        if (most.compareTo(held) > 0) {
            return refused(Reason.BATCH_CUMULATIVE_EXCEEDS_BALANCE, "maxClaimableAmount", "at most " + held, most);
        }
        int grown = most.compareTo(state.totalClaimed());
        return grown < 0 || grown == 0 && !(payment instanceof ChannelPayload.Refund)
                ? refused(
                        Reason.BATCH_CUMULATIVE_BELOW_CLAIMED,
                        "maxClaimableAmount",
                        "more than the " + state.totalClaimed() + " that were claimed",
                        most)
                : Optional.empty();
    }

    private static Optional<Address> authorizer(PaymentRequirements terms) {
        try {
            return terms.extra("receiverAuthorizer").map(Address::parse).filter(address -> !address.isZero());
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static Optional<Refused> refused(Reason reason, String member, Object expected, Object found) {
        return Optional.of(new Refused(reason, member + ": expected " + expected + ", found " + found));
    }
}
