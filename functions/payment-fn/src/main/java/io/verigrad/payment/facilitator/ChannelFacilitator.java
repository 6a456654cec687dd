package io.verigrad.payment.facilitator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.channel.ChannelCalls;
import io.verigrad.chain.channel.Channels;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.channel.ChannelClaim;
import io.verigrad.channel.ChannelContract;
import io.verigrad.channel.ChannelState;
import io.verigrad.json.Json;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.config.Assets;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ChannelPayload;
import io.verigrad.x402.ChannelSigner;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Reason;
import io.verigrad.x402.SettleResponse;
import io.verigrad.x402.VerifyResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Verifies payments of channels and does to channels what their parties signed. It has no key of a receiver: what is
 * claimed or given back comes with the signature of the channel's authorizer.
 */
@ApplicationScoped
class ChannelFacilitator {
    private static final Logger LOG = Logger.getLogger(ChannelFacilitator.class);

    private final ChainConfig config;
    private final VerifiedChain chain;
    private final Assets assets;
    private final ChannelCheck check;
    private final TransferSettlement settlement;
    private final TokenAmount leastValue;

    ChannelFacilitator(
            ChainConfig config,
            VerifiedChain chain,
            Assets assets,
            ChannelCheck check,
            TransferSettlement settlement,
            PaymentSettings settings) {
        this.config = config;
        this.chain = chain;
        this.assets = assets;
        this.check = check;
        this.settlement = settlement;
        this.leastValue = TokenAmount.parse(settings.settle().leastValue());
    }

    VerifyResponse verify(FacilitatorRequest request) throws ChainUnavailableException, PaymentFormatException {
        if (!(ChannelPayload.parse(request.paymentPayload().payload()) instanceof ChannelPayload.Payment payment)) {
            return VerifyResponse.invalid(
                    Reason.BATCH_PAYLOAD_TYPE.code(),
                    "expected a deposit, a voucher or a refund to verify",
                    Optional.empty());
        }
        Address payer = payment.channel().payer();
        Optional<Refusal> refused = refuseTerms(request);
        if (refused.isPresent()) {
            return VerifyResponse.invalid(refused.get().reason(), refused.get().message(), Optional.of(payer));
        }
        return switch (check.judge(payment, request.paymentRequirements())) {
            case ChannelCheck.Verdict.Refused(Refusal refusal) ->
                VerifyResponse.invalid(refusal.reason(), refusal.message(), Optional.of(payer));
            case ChannelCheck.Verdict.Good(ChannelState state, var ignored) ->
                VerifyResponse.valid(payer)
                        .withExtra(ChannelSigner.toJson(payment.voucher().channelId(), state));
        };
    }

    SettleResponse settle(FacilitatorRequest request)
            throws ChainUnavailableException, LedgerUnavailableException, PaymentFormatException,
                    FacilitatorBusyException {
        ChannelPayload payload = ChannelPayload.parse(request.paymentPayload().payload());
        Optional<Refusal> refused = refuseTerms(request);
        if (refused.isPresent()) {
            return failed(refused.get(), Optional.empty());
        }
        return switch (payload) {
            case ChannelPayload.Deposit deposit ->
                deposit(request.paymentPayload(), request.paymentRequirements(), deposit);
            case ChannelPayload.Claim claim -> claim(request, claim);
            case ChannelPayload.Settle settle -> payOut(request, settle);
            case ChannelPayload.Refund refund
            when refund.order().isPresent() ->
                refund(request, refund, refund.order().get());
            case ChannelPayload.Refund ignored ->
                failed(Reason.BATCH_PAYLOAD_TYPE, "expected amount, refundNonce and claims, which the receiver adds");
            case ChannelPayload.Voucher ignored ->
                failed(Reason.BATCH_PAYLOAD_TYPE, "a voucher is not settled, it is claimed");
        };
    }

    SettleResponse deposit(PaymentPayload sent, PaymentRequirements terms, ChannelPayload.Deposit payment)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException {
        ChannelMovement movement = new ChannelMovement(
                ChannelMovement.Kind.DEPOSIT,
                ChannelMovement.name(sent, ""),
                payment.voucher().channelId(),
                payment.channel().payer(),
                payment.channel().receiver(),
                payment.channel().token());
        Optional<SettleResponse> earlier = settlement.earlier(movement);
        if (earlier.isPresent()) {
            return withState(movement, earlier.get());
        }
        return switch (check.judge(payment, terms)) {
            case ChannelCheck.Verdict.Good(var ignored, Optional<Bytes> call) ->
                withState(movement, settlement.settle(movement, call(call.orElseThrow())));
            // The same request at the same time may have won.
            case ChannelCheck.Verdict.Refused(Refusal refusal) ->
                withState(
                        movement,
                        settlement.earlier(movement).orElseGet(() -> failed(refusal, Optional.of(movement.payer()))));
        };
    }

    private SettleResponse claim(FacilitatorRequest request, ChannelPayload.Claim claim)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException {
        if (claim.claims().isEmpty()) {
            return failed(Reason.BATCH_CLAIM_SIMULATION, "expected one claim or more, found none");
        }
        if (claim.signature().isEmpty()) {
            return unauthorized("claimAuthorizerSignature");
        }
        Address receiver = claim.claims().getFirst().channel().receiver();
        ChannelMovement movement = new ChannelMovement(
                ChannelMovement.Kind.CLAIM,
                ChannelMovement.name(request.paymentPayload(), ""),
                Hash32.ZERO,
                receiver,
                receiver,
                request.paymentRequirements().asset());
        Optional<SettleResponse> earlier = settlement.earlier(movement);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        // The contract passes over what is claimed already, and we would pay for that.
        return isDue(claim.claims())
                ? settlement.settle(
                        movement,
                        call(ChannelCalls.claim(
                                claim.claims(), claim.signature().get())))
                : failed(Reason.BATCH_CLAIM_SIMULATION, "all of it is claimed already");
    }

    private boolean isDue(List<ChannelClaim> claims) throws ChainUnavailableException {
        List<Hash32> ids = claims.stream()
                .map(claim -> claim.channel().id(config.chainId()))
                .toList();
        List<ChannelState> states = chain.get().channels().states(ids);
        for (int i = 0; i < claims.size(); i++) {
            if (claims.get(i).totalClaimed().compareTo(states.get(i).totalClaimed()) > 0) {
                return true;
            }
        }
        return false;
    }

    private SettleResponse payOut(FacilitatorRequest request, ChannelPayload.Settle settle)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException {
        if (!settle.token().equals(request.paymentRequirements().asset())) {
            return failed(Reason.BATCH_TOKEN_MISMATCH, "expected the token of paymentRequirements");
        }
        Channels.Takings takings = chain.get().channels().takings(settle.receiver(), settle.token());
        TokenAmount due = takings.totalClaimed().minus(takings.totalSettled());
        if (due.isZero() || due.compareTo(leastValue) < 0) {
            return failed(
                    Reason.BATCH_NOTHING_TO_SETTLE, "expected " + leastValue + " or more to settle, found " + due);
        }
        ChannelMovement movement = new ChannelMovement(
                ChannelMovement.Kind.SETTLE,
                // Asked for in the same words each time.
                ChannelMovement.name(
                        request.paymentPayload(), takings.totalSettled().toString()),
                Hash32.ZERO,
                settle.receiver(),
                settle.receiver(),
                settle.token());
        Optional<SettleResponse> earlier = settlement.earlier(movement);
        return earlier.isPresent()
                ? earlier.get()
                : settlement.settle(movement, call(ChannelCalls.settle(settle.receiver(), settle.token())));
    }

    private SettleResponse refund(
            FacilitatorRequest request, ChannelPayload.Refund refund, ChannelPayload.RefundOrder order)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException {
        PaymentRequirements terms = request.paymentRequirements();
        Hash32 id = refund.channel().id(terms.network());
        ChannelMovement movement = new ChannelMovement(
                ChannelMovement.Kind.REFUND,
                ChannelMovement.name(request.paymentPayload(), ""),
                id,
                refund.channel().payer(),
                refund.channel().receiver(),
                refund.channel().token());
        Optional<SettleResponse> earlier = settlement.earlier(movement);
        if (earlier.isPresent()) {
            return withState(movement, earlier.get());
        }
        if (order.signature().isEmpty()) {
            return unauthorized("refundAuthorizerSignature");
        }
        if (!order.claims().isEmpty() && order.claimSignature().isEmpty()) {
            return unauthorized("claimAuthorizerSignature");
        }
        TokenAmount amount = refund.amount().orElseThrow();
        if (amount.isZero() || left(id, order.claims()).isZero()) {
            return failed(Reason.BATCH_REFUND_NO_BALANCE, "nothing to give back");
        }
        List<Bytes> calls = new ArrayList<>();
        order.claimSignature()
                .filter(_ -> !order.claims().isEmpty())
                .ifPresent(signature -> calls.add(ChannelCalls.claim(order.claims(), signature)));
        calls.add(ChannelCalls.refund(
                refund.channel(), amount, order.nonce(), order.signature().get()));
        Bytes call = calls.size() == 1 ? calls.getFirst() : ChannelCalls.all(calls);
        return withState(movement, settlement.settle(movement, call(call)));
    }

    /** What a channel holds beyond what is claimed, and what is claimed together with the refund. */
    private TokenAmount left(Hash32 id, List<ChannelClaim> claims) throws ChainUnavailableException {
        ChannelState state = chain.get().channels().state(id);
        TokenAmount claimed = state.totalClaimed();
        for (ChannelClaim claim : claims) {
            if (claim.channel().id(config.chainId()).equals(id)
                    && claim.totalClaimed().compareTo(claimed) > 0) {
                claimed = claim.totalClaimed();
            }
        }
        return claimed.compareTo(state.balance()) < 0 ? state.balance().minus(claimed) : TokenAmount.ZERO;
    }

    private Optional<Refusal> refuseTerms(FacilitatorRequest request) {
        PaymentRequirements terms = request.paymentRequirements();
        if (!request.paymentPayload().scheme().equals(PaymentRequirements.BATCH_SETTLEMENT)
                || !terms.scheme().equals(PaymentRequirements.BATCH_SETTLEMENT)) {
            return Optional.of(Refusal.of(Reason.BATCH_SCHEME, "expected scheme batch-settlement in both"));
        }
        if (!request.paymentPayload().network().equals(terms.network())) {
            return Optional.of(Refusal.of(
                    Reason.BATCH_NETWORK_MISMATCH,
                    "expected network " + terms.network() + ", found "
                            + request.paymentPayload().network()));
        }
        if (!terms.network().equals(config.chainId())) {
            return Optional.of(Refusal.of(
                    Reason.INVALID_NETWORK, "expected network " + config.chainId() + ", found " + terms.network()));
        }
        return assets.contain(terms)
                ? Optional.empty()
                : Optional.of(Refusal.of(RefusalReason.UNSUPPORTED_ASSET, "asset " + terms.asset() + " is not served"));
    }

    private SettleResponse withState(ChannelMovement movement, SettleResponse response) {
        if (!response.success()) {
            return response;
        }
        try {
            ObjectNode extra = Json.mapper().createObjectNode();
            extra.set(
                    "channelState",
                    ChannelSigner.toJson(
                            movement.channelId(), chain.get().channels().state(movement.channelId())));
            return response.withExtra(extra);
        } catch (ChainUnavailableException e) {
            // The money has moved; where it is now can be asked again.
            LOG.warnf("state of channel %s: %s", movement.channelId(), e.getMessage());
            return response;
        }
    }

    private static Call call(Bytes data) {
        return new Call(ChannelContract.ADDRESS, data, false);
    }

    private SettleResponse unauthorized(String member) {
        return failed(
                Reason.BATCH_AUTHORIZER_NOT_CONFIGURED,
                "expected " + member + ": this facilitator is no receiver's authorizer");
    }

    private SettleResponse failed(Reason reason, String message) {
        return failed(Refusal.of(reason, message), Optional.empty());
    }

    private SettleResponse failed(Refusal refusal, Optional<Address> payer) {
        return SettleResponse.failed(refusal.reason(), refusal.message(), payer, Optional.empty(), config.chainId());
    }
}
