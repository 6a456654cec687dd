package io.verigrad.payment.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.call.SignedCall;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.ledger.Authorization;
import io.verigrad.ledger.Limits;
import io.verigrad.ledger.NewReservation;
import io.verigrad.ledger.PaymentState;
import io.verigrad.ledger.Payments;
import io.verigrad.ledger.Reservation;
import io.verigrad.ledger.SettlementMode;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.chain.Balances;
import io.verigrad.payment.chain.SignedTransfer;
import io.verigrad.payment.chain.TransferCheck;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.PayerProof;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.SchemeReasons;
import io.verigrad.x402.Verification;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Verifies a payment and reserves it for one request, once, before any model runs. */
@ApplicationScoped
public class PaymentCheck {
    /** Time enough to serve, to appraise and to settle. */
    static final Duration REMAINING = Duration.ofSeconds(1800);

    private final RunnerCalls calls;
    private final OfferRules rules;
    private final Balances balances;
    private final TransferCheck transfers;
    private final ChainConfig config;
    private final Payments payments;
    private final ExposureCaps exposureCaps;
    private final ChannelReservations channels;
    private final Clock clock;

    PaymentCheck(
            RunnerCalls calls,
            OfferRules rules,
            Balances balances,
            TransferCheck transfers,
            ChainConfig config,
            Payments payments,
            ExposureCaps exposureCaps,
            ChannelReservations channels,
            Clock clock) {
        this.calls = calls;
        this.rules = rules;
        this.balances = balances;
        this.transfers = transfers;
        this.config = config;
        this.payments = payments;
        this.exposureCaps = exposureCaps;
        this.channels = channels;
        this.clock = clock;
    }

    public CheckAnswer check(JsonNode envelope) {
        return calls.take("check", envelope, CheckAnswer::refused, this::check);
    }

    private CheckAnswer check(SignedCall call)
            throws MalformedJsonException, PaymentFormatException, ChainUnavailableException,
                    LedgerUnavailableException {
        CheckRequest request = CheckRequest.parse(call.body());
        Optional<Refusal> refusal = rules.refuse(call, request);
        if (refusal.isPresent()) {
            return CheckAnswer.refused(refusal.get());
        }
        if (request.requirements().scheme().equals(PaymentRequirements.BATCH_SETTLEMENT)) {
            return channels.reserve(call.enclaveKey(), request);
        }
        return switch (EvmSchemes.verify(
                request.payment(), request.requirements(), config.settlement()::equals, clock, REMAINING)) {
            case Verification.Invalid invalid -> CheckAnswer.refused(Refusal.of(invalid.reason(), invalid.message()));
            case Verification.Valid valid -> {
                Optional<Refusal> unsigned = refuseWallet(request.requirements(), valid);
                yield unsigned.isPresent()
                        ? CheckAnswer.refused(unsigned.get())
                        : reserve(call.enclaveKey(), request, valid);
            }
        };
    }

    /**
     * Only the chain knows what a contract signs; what a key signed is known here. Settlement makes no wallets, so none of
     * their factories is trusted.
     */
    private Optional<Refusal> refuseWallet(PaymentRequirements terms, Verification.Valid valid)
            throws ChainUnavailableException {
        return valid.proof() instanceof PayerProof.Key
                ? Optional.empty()
                : transfers.refuse(
                        SignedTransfer.of(valid, scheme(terms), terms.asset(), terms.amount(), factory -> false));
    }

    private static Scheme scheme(PaymentRequirements terms) {
        return EvmSchemes.of(terms)
                .orElseThrow(() -> new IllegalStateException("terms of no scheme were verified: " + terms.scheme()));
    }

    private CheckAnswer reserve(Address enclaveKey, CheckRequest request, Verification.Valid valid)
            throws ChainUnavailableException, LedgerUnavailableException {
        Address asset = request.requirements().asset();
        Balances.Available available = balances.availableTo(scheme(request.requirements()), asset, valid.payer());
        Limits limits = new Limits(available.amount(), exposureCaps.of(valid.payer()));
        NewReservation reservation = reservation(enclaveKey, request, valid, limits);
        return switch (LedgerAnswer.await(payments.reserve(reservation))) {
            case Reservation.Reserved(SettlementMode settlement) ->
                CheckAnswer.reserved(valid.paymentId(), valid.payer(), settlement);
            case Reservation.Existing(Hash32 requestHash, PaymentState state) ->
                existing(request.requestHash().equals(requestHash), state, valid);
            case Reservation.OverBalance over -> {
                balances.forget(asset, valid.payer());
                yield CheckAnswer.refused(overBalance(over, request.requirements(), available));
            }
        };
    }

    private static CheckAnswer existing(boolean sameRequest, PaymentState state, Verification.Valid valid) {
        if (!sameRequest) {
            return CheckAnswer.refused(
                    Refusal.of(RefusalReason.PAYMENT_ALREADY_USED, "this payment was used for another request"));
        }
        if (state == PaymentState.RELEASED) {
            return CheckAnswer.refused(Refusal.of(
                    RefusalReason.PAYMENT_RELEASED, "this payment was given up and not charged; sign a new one"));
        }
        return CheckAnswer.repeated(valid.paymentId(), valid.payer());
    }

    private static Refusal overBalance(
            Reservation.OverBalance over, PaymentRequirements terms, Balances.Available available) {
        if (available.isAllowance()) {
            return Refusal.allowanceRequired(terms.asset(), terms.amount().plus(over.open()), over.balance());
        }
        return Refusal.balanceRequired(
                SchemeReasons.of(scheme(terms)).balance(),
                "balance: expected " + terms.amount() + " within " + over.balance() + ", of which " + over.open()
                        + " are reserved for other requests",
                terms.asset(),
                terms.amount().plus(over.open()),
                over.balance());
    }

    private NewReservation reservation(
            Address enclaveKey, CheckRequest request, Verification.Valid valid, Limits limits) {
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
                new Authorization(
                        scheme(terms),
                        valid.payment().validAfter(),
                        valid.payment().validBefore(),
                        valid.payment().nonce(),
                        valid.proof().onChain()),
                deadline(terms, valid.payment().validBefore()),
                limits);
    }

    /** The payer may sign for ever, but a reservation lapses when the offer said it would. */
    private Instant deadline(PaymentRequirements terms, BigInteger validBefore) {
        Instant latest = clock.instant().plusSeconds(Math.max(terms.maxTimeoutSeconds(), REMAINING.toSeconds()));
        return validBefore.compareTo(BigInteger.valueOf(latest.getEpochSecond())) < 0
                ? Instant.ofEpochSecond(validBefore.longValueExact())
                : latest;
    }
}
