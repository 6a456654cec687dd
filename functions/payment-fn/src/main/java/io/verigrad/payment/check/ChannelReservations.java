package io.verigrad.payment.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.channel.ChannelState;
import io.verigrad.json.Json;
import io.verigrad.ledger.Authorization;
import io.verigrad.ledger.Channel;
import io.verigrad.ledger.ChannelReservation;
import io.verigrad.ledger.Channels;
import io.verigrad.ledger.Limits;
import io.verigrad.ledger.NewReservation;
import io.verigrad.ledger.SettlementMode;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.payment.facilitator.ChannelCheck;
import io.verigrad.payment.facilitator.ChannelDeposits;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ChannelPayload;
import io.verigrad.x402.ChannelSigner;
import io.verigrad.x402.ChannelVerification;
import io.verigrad.x402.PayerProof;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reserves calls that channels pay. What a channel has charged is the ledger's to know, what it holds the chain's; the payer
 * who knows otherwise is told what it signed last. The money lies ready, so nobody is trusted with anything.
 */
@ApplicationScoped
class ChannelReservations {
    /** After which a call that its runner never ended frees its channel. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final ChainConfig config;
    private final VerifiedChain chain;
    private final ChannelCheck check;
    private final ChannelDeposits deposits;
    private final Channels channels;
    private final PaymentSettings settings;
    private final Clock clock;

    ChannelReservations(
            ChainConfig config,
            VerifiedChain chain,
            ChannelCheck check,
            ChannelDeposits deposits,
            Channels channels,
            PaymentSettings settings,
            Clock clock) {
        this.config = config;
        this.chain = chain;
        this.check = check;
        this.deposits = deposits;
        this.channels = channels;
        this.settings = settings;
        this.clock = clock;
    }

    CheckAnswer reserve(Address enclaveKey, CheckRequest request)
            throws ChainUnavailableException, LedgerUnavailableException {
        Optional<Refusal> refused = refuseTerms(request.requirements());
        if (refused.isPresent()) {
            return CheckAnswer.refused(refused.get());
        }
        return switch (ChannelVerification.of(request.payment(), request.requirements(), clock)) {
            case ChannelVerification.Invalid(Reason reason, String message) ->
                CheckAnswer.refused(Refusal.of(reason, message));
            case ChannelVerification.Valid valid -> reserve(enclaveKey, request, valid);
        };
    }

    /** Only Settlement claims against receipts, and only what it has time to claim is safe from a withdrawal. */
    private Optional<Refusal> refuseTerms(PaymentRequirements terms) {
        boolean isOurs = terms.extra("receiverAuthorizer")
                .filter(config.settlement().toString()::equalsIgnoreCase)
                .isPresent();
        long least = settings.channels().leastDelay().toSeconds();
        return isOurs && terms.extraNumber("withdrawDelay").orElse(0) >= least
                ? Optional.empty()
                : Optional.of(Refusal.of(
                        RefusalReason.OFFER_MISMATCH,
                        "expected channels of authorizer " + config.settlement() + " with a withdrawDelay of " + least
                                + " s or more"));
    }

    private CheckAnswer reserve(Address enclaveKey, CheckRequest request, ChannelVerification.Valid valid)
            throws ChainUnavailableException, LedgerUnavailableException {
        Optional<Channel> known = LedgerAnswer.await(channels.find(valid.channelId()));
        if (known.isPresent() && !canServe(known.get(), valid)) {
            // What comes along with a voucher that buys nothing is not collected.
            return take(enclaveKey, request, valid);
        }
        if (valid.payment() instanceof ChannelPayload.Deposit deposit) {
            Optional<Refusal> failed = deposits.collect(request.payment(), request.requirements(), deposit);
            if (failed.isPresent()) {
                return CheckAnswer.refused(failed.get());
            }
            look(valid);
        } else if (known.isEmpty() || isStale(known.get(), valid)) {
            Optional<Refusal> refused = judge(request.requirements(), valid);
            if (refused.isPresent()) {
                return CheckAnswer.refused(refused.get());
            }
        }
        return take(enclaveKey, request, valid);
    }

    private boolean canServe(Channel channel, ChannelVerification.Valid valid) {
        return channel.charged().equals(valid.place())
                && channel.open().isEmpty()
                && channel.gap().isEmpty()
                && refuseLeaving(channel).isEmpty();
    }

    private boolean isStale(Channel known, ChannelVerification.Valid valid) {
        boolean isUnsure = !(valid.proof() instanceof PayerProof.Key)
                || valid.payment().channel().payerAuthorizer().isZero();
        boolean isShort =
                valid.payment().voucher().maxClaimable().compareTo(known.state().balance()) > 0;
        return isUnsure || isShort || known.seenAt().plus(settings.balanceAge()).isBefore(clock.instant());
    }

    private void look(ChannelVerification.Valid valid) throws ChainUnavailableException, LedgerUnavailableException {
        Instant before = clock.instant();
        observe(valid, chain.get().channels().state(valid.channelId()), before);
    }

    private Optional<Refusal> judge(PaymentRequirements terms, ChannelVerification.Valid valid)
            throws ChainUnavailableException, LedgerUnavailableException {
        Instant before = clock.instant();
        ChannelPayload.Payment payment = new ChannelPayload.Voucher(
                valid.payment().channel(), valid.payment().voucher());
        return switch (check.judge(payment, terms)) {
            case ChannelCheck.Verdict.Good(ChannelState state, var ignored) -> {
                observe(valid, state, before);
                yield Optional.empty();
            }
            // The ledger knows what the payer signed for it, and says so below.
            case ChannelCheck.Verdict.Refused(Refusal refusal)
            when refusal.reason().equals(Reason.BATCH_CUMULATIVE_BELOW_CLAIMED.code()) -> {
                look(valid);
                yield Optional.empty();
            }
            case ChannelCheck.Verdict.Refused(Refusal refusal) -> Optional.of(refusal);
        };
    }

    private void observe(ChannelVerification.Valid valid, ChannelState state, Instant before)
            throws LedgerUnavailableException {
        LedgerAnswer.await(channels.observe(valid.channelId(), valid.payment().channel(), state, before));
    }

    private CheckAnswer take(Address enclaveKey, CheckRequest request, ChannelVerification.Valid valid)
            throws LedgerUnavailableException {
        Channel channel = LedgerAnswer.await(channels.find(valid.channelId()))
                .orElseThrow(() -> new IllegalStateException("channel " + valid.channelId() + " vanished"));
        Optional<Refusal> leaving = refuseLeaving(channel);
        if (leaving.isPresent()) {
            return CheckAnswer.refused(leaving.get());
        }
        return switch (LedgerAnswer.await(channels.reserve(reservation(enclaveKey, request, valid)))) {
            case ChannelReservation.Reserved() ->
                CheckAnswer.reserved(valid.paymentId(), valid.payer(), SettlementMode.PREPAID)
                        .withChannel(state(channel));
            case ChannelReservation.Repeated ignored ->
                CheckAnswer.repeated(valid.paymentId(), valid.payer()).withChannel(correction(channel));
            case ChannelReservation.Refused(Channel found) ->
                CheckAnswer.refused(refusal(found, valid)).withChannel(correction(found));
            case ChannelReservation.Unknown ignored ->
                throw new IllegalStateException("channel " + valid.channelId() + " vanished");
        };
    }

    /** A call whose receipt could come too late for its claim is not served. */
    private Optional<Refusal> refuseLeaving(Channel channel) {
        long requested = channel.state().withdrawRequestedAt();
        if (requested == 0) {
            return Optional.empty();
        }
        Instant open = Instant.ofEpochSecond(requested + channel.config().withdrawDelay());
        Instant needed = clock.instant().plus(settings.channels().withdrawalMargin());
        return open.isBefore(needed)
                ? Optional.of(Refusal.of(
                        RefusalReason.CHANNEL_WITHDRAWAL_NEAR,
                        "the payer may withdraw from this channel at " + open.getEpochSecond() + ", expected "
                                + needed.getEpochSecond() + " or later"))
                : Optional.empty();
    }

    private Refusal refusal(Channel channel, ChannelVerification.Valid valid) {
        if (channel.gap().isPresent()) {
            return Refusal.of(
                    RefusalReason.CHANNEL_SUSPENDED,
                    "a receipt of this channel was refused; withdraw from it and open another, by another salt");
        }
        if (channel.open().isPresent()) {
            return Refusal.of(Reason.BATCH_CHANNEL_BUSY, "another call of this channel is under way");
        }
        TokenAmount most = valid.payment().voucher().maxClaimable();
        return channel.charged().equals(valid.place())
                ? Refusal.of(
                        Reason.BATCH_CUMULATIVE_EXCEEDS_BALANCE,
                        "maxClaimableAmount: expected at most "
                                + channel.state().balance() + ", found " + most)
                : Refusal.of(
                        Reason.BATCH_CUMULATIVE_MISMATCH,
                        "maxClaimableAmount: expected what was charged, " + channel.charged()
                                + ", and the price, found " + most);
    }

    private static ObjectNode state(Channel channel) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("channelState", ChannelSigner.toJson(channel.channelId(), channel.state(), channel.charged()));
        return json;
    }

    /** What a payer whose book is lost needs, with its own signature to prove it. */
    private static ObjectNode correction(Channel channel) {
        ObjectNode json = state(channel);
        channel.voucher()
                .ifPresent(voucher -> json.putObject("voucherState")
                        .put("signedMaxClaimable", voucher.maxClaimable().toString())
                        .put("signature", voucher.signature().toString()));
        return json;
    }

    private NewReservation reservation(Address enclaveKey, CheckRequest request, ChannelVerification.Valid valid) {
        PaymentRequirements terms = request.requirements();
        return new NewReservation(
                valid.paymentId(),
                request.requestHash(),
                valid.payer(),
                terms.asset(),
                terms.payTo(),
                Optional.of(request.host()),
                terms.amount(),
                enclaveKey,
                Authorization.ofChannel(
                        valid.channelId(), valid.place(), valid.proof().onChain()),
                clock.instant().plus(LIFETIME),
                new Limits(TokenAmount.ZERO, TokenAmount.ZERO));
    }
}
