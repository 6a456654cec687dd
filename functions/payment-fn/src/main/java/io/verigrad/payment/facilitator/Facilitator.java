package io.verigrad.payment.facilitator;

import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.ledger.PaymentIdentifiers;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.chain.SignedTransfer;
import io.verigrad.payment.chain.TransferCheck;
import io.verigrad.payment.config.Assets;
import io.verigrad.payment.config.FacilitatorAccounts;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.payment.config.WalletFactories;
import io.verigrad.payment.discovery.Discovery;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip2612Permit;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.ExactEip3009;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentIdentifier;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ProtocolVersion;
import io.verigrad.x402.Reason;
import io.verigrad.x402.SchemeReasons;
import io.verigrad.x402.SettleResponse;
import io.verigrad.x402.SignedPayment;
import io.verigrad.x402.SupportedResponse;
import io.verigrad.x402.Verification;
import io.verigrad.x402.VerifyResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Verifies and settles payments for resource servers that are not runners of ours. */
@ApplicationScoped
public class Facilitator {
    private static final List<String> SCHEMES = List.of(PaymentRequirements.EXACT, PaymentRequirements.UPTO);

    private final ChainConfig config;
    private final Assets assets;
    private final ReceiptPayments receipts;
    private final TransferCheck transfers;
    private final TransferSettlement settlement;
    private final PaymentIdentifiers identifiers;
    private final FacilitatorAccounts accounts;
    private final WalletFactories factories;
    private final TokenAmount leastValue;
    private final Semaphore slots;
    private final ChannelFacilitator channels;
    private final GasSponsorship sponsorship;
    private final Clock clock;

    Facilitator(
            ChainConfig config,
            Assets assets,
            ReceiptPayments receipts,
            TransferCheck transfers,
            TransferSettlement settlement,
            PaymentIdentifiers identifiers,
            FacilitatorAccounts accounts,
            WalletFactories factories,
            ChannelFacilitator channels,
            PaymentSettings settings,
            Clock clock) {
        this.config = config;
        this.assets = assets;
        this.receipts = receipts;
        this.transfers = transfers;
        this.settlement = settlement;
        this.identifiers = identifiers;
        this.accounts = accounts;
        this.factories = factories;
        this.leastValue = TokenAmount.parse(settings.settle().leastValue());
        this.channels = channels;
        this.slots = new Semaphore(settings.settle().atOnce());
        this.sponsorship = new GasSponsorship(clock);
        this.clock = clock;
    }

    public VerifyResponse verify(FacilitatorRequest request)
            throws ChainUnavailableException, LedgerUnavailableException, PaymentFormatException {
        if (isOfChannels(request)) {
            return channels.verify(request);
        }
        Transfer transfer = Transfer.of(request);
        PaymentIdentifier.of(request.paymentPayload());
        return switch (judge(request.paymentPayload(), request.paymentRequirements(), Optional.empty())) {
            case Verdict.Refused(Refusal refusal) ->
                VerifyResponse.invalid(refusal.reason(), refusal.message(), Optional.of(transfer.payer()));
            case Verdict.Good ignored -> VerifyResponse.valid(transfer.payer());
        };
    }

    /**
     * Settles once: the same payload is answered from its first transaction, whatever it would be worth now.
     *
     * @throws FacilitatorBusyException if a new settlement must wait for others
     * @throws IdentifierTakenException if the payment has the name of another one
     */
    public SettleResponse settle(FacilitatorRequest request)
            throws ChainUnavailableException, LedgerUnavailableException, PaymentFormatException,
                    FacilitatorBusyException, IdentifierTakenException {
        if (isOfChannels(request)) {
            acquireSlot();
            try {
                return channels.settle(request);
            } finally {
                slots.release();
            }
        }
        Transfer transfer = Transfer.of(request);
        Optional<String> identifier = PaymentIdentifier.of(request.paymentPayload());
        Optional<SettleResponse> earlier = settlement.earlier(transfer);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        acquireSlot();
        try {
            return settle(request, transfer, identifier);
        } finally {
            slots.release();
        }
    }

    private void acquireSlot() throws FacilitatorBusyException {
        if (!slots.tryAcquire()) {
            throw new FacilitatorBusyException("as many settlements as may wait at once do");
        }
    }

    /** What is asked for decides: a payment of channels for other terms is refused there. */
    private static boolean isOfChannels(FacilitatorRequest request) {
        return request.paymentRequirements().scheme().equals(PaymentRequirements.BATCH_SETTLEMENT);
    }

    private SettleResponse settle(FacilitatorRequest request, Transfer transfer, Optional<String> identifier)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException,
                    IdentifierTakenException {
        // Of upto the terms name what was used, and the payer signed for more.
        PaymentRequirements signedTerms = transfer.scheme() == Scheme.UPTO
                ? request.paymentRequirements().withAmount(transfer.payment().amount())
                : request.paymentRequirements();
        Optional<TokenAmount> taken =
                transfer.scheme() == Scheme.UPTO ? Optional.of(transfer.value()) : Optional.empty();
        return switch (judge(request.paymentPayload(), signedTerms, taken)) {
            case Verdict.Good(SignedTransfer ignored)
            when transfer.value().isZero() -> SettleResponse.nothingTaken(transfer.payer(), config.chainId());
            case Verdict.Good(SignedTransfer signed) -> {
                if (identifier.isPresent()) {
                    claim(identifier.get(), transfer);
                }
                yield settlement.settle(transfer, transfer.call(signed.transfer()));
            }
            // The same request at the same time may have won: then the nonce is used, by us and for this very payment.
            case Verdict.Refused(Refusal refusal) ->
                settlement.earlier(transfer).orElseGet(() -> failed(refusal, transfer.payer()));
        };
    }

    /** Only once the payer is known to have signed: nobody else may use up its names. */
    private void claim(String identifier, Transfer transfer)
            throws LedgerUnavailableException, IdentifierTakenException {
        boolean claimed = LedgerAnswer.await(
                identifiers.claim(transfer.payer(), transfer.payment().payee(), identifier, transfer.subject()));
        if (!claimed) {
            throw new IdentifierTakenException();
        }
    }

    public SupportedResponse supported() {
        List<Address> signers = accounts.addresses();
        return signers.isEmpty()
                ? new SupportedResponse(List.of(), List.of(), List.of())
                : new SupportedResponse(
                        List.of(
                                SupportedResponse.Kind.exact(ProtocolVersion.V2, config.chainId()),
                                SupportedResponse.Kind.upto(config.chainId(), signers.getFirst()),
                                SupportedResponse.Kind.batchSettlement(config.chainId()),
                                SupportedResponse.Kind.exact(ProtocolVersion.V1, config.chainId())),
                        List.of(Eip2612Permit.EXTENSION, Discovery.EXTENSION, PaymentIdentifier.EXTENSION),
                        signers);
    }

    /** A payment that can be settled, or why it cannot. */
    private sealed interface Verdict {
        record Good(SignedTransfer transfer) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}
    }

    /**
     * Judges a payment, with one question to the ledger and one to the chain.
     *
     * @param taken what is to be taken where that is less than what was signed
     */
    private Verdict judge(PaymentPayload payment, PaymentRequirements terms, Optional<TokenAmount> taken)
            throws ChainUnavailableException, LedgerUnavailableException {
        Optional<Refusal> refused = refuseTerms(terms);
        if (refused.isPresent()) {
            return new Verdict.Refused(refused.get());
        }
        return switch (EvmSchemes.verify(payment, terms, this::isOurs, clock, EvmSchemes.BLOCK_MARGIN)) {
            case Verification.Invalid invalid -> new Verdict.Refused(Refusal.of(invalid.reason(), invalid.message()));
            case Verification.Valid valid -> judge(payment, valid, terms, taken.orElse(terms.amount()));
        };
    }

    private Verdict judge(
            PaymentPayload payment, Verification.Valid valid, PaymentRequirements terms, TokenAmount value)
            throws ChainUnavailableException, LedgerUnavailableException {
        Scheme scheme = EvmSchemes.of(terms).orElseThrow();
        Optional<Refusal> refused = refuseAmount(payment.version(), scheme, terms.amount(), value);
        if (refused.isEmpty()) {
            refused = receipts.refuse(valid.paymentId(), terms.payTo());
        }
        if (refused.isPresent()) {
            return new Verdict.Refused(refused.get());
        }
        // What is not taken is not tried out, but all that was signed is: it must have been a payment.
        TokenAmount tried = value.isZero() ? terms.amount() : value;
        SignedTransfer plain = SignedTransfer.of(valid, scheme, terms.asset(), tried, factories::contain);
        return switch (sponsorship.of(payment, valid.payment())) {
            case GasSponsorship.Refused(Refusal refusal) -> new Verdict.Refused(refusal);
            case GasSponsorship.None ignored -> tryOut(plain, valid);
            case GasSponsorship.Permitted(Eip2612Permit permit) -> tryOut(plain.permitted(permit), valid);
        };
    }

    private Verdict tryOut(SignedTransfer transfer, Verification.Valid valid) throws ChainUnavailableException {
        return transfers
                .refuseToStranger(transfer, sender(valid.payment()))
                .<Verdict>map(Verdict.Refused::new)
                .orElseGet(() -> new Verdict.Good(transfer));
    }

    private Optional<Refusal> refuseAmount(
            ProtocolVersion version, Scheme scheme, TokenAmount signed, TokenAmount taken) {
        Reason mismatch = SchemeReasons.of(scheme).in(version).amount();
        if (taken.compareTo(signed) > 0) {
            return Optional.of(Refusal.of(
                    Reason.UPTO_SETTLEMENT_EXCEEDS_AMOUNT, "expected at most " + signed + ", found " + taken));
        }
        boolean tooSmall = signed.compareTo(leastValue) < 0 || !taken.isZero() && taken.compareTo(leastValue) < 0;
        return tooSmall
                ? Optional.of(Refusal.of(mismatch, "expected an amount of at least " + leastValue + ", found " + taken))
                : Optional.empty();
    }

    private boolean isOurs(Address facilitator) {
        return accounts.signer(facilitator).isPresent();
    }

    /** Who will send the transfer, as far as the payment cares: a payer of upto names the account. */
    private Address sender(SignedPayment payment) {
        return Transfer.namedFacilitator(payment)
                .or(() -> accounts.addresses().stream().findFirst())
                .orElse(config.settlement());
    }

    private Optional<Refusal> refuseTerms(PaymentRequirements terms) {
        if (!SCHEMES.contains(terms.scheme())) {
            return Optional.of(Refusal.of(
                    Reason.UNSUPPORTED_SCHEME, "expected one of the schemes " + SCHEMES + ", found another"));
        }
        if (EvmSchemes.of(terms).isEmpty()) {
            return Optional.of(Refusal.of(
                    Reason.UNSUPPORTED_PAYLOAD_TYPE,
                    "assetTransferMethod: found none that scheme " + terms.scheme() + " has here"));
        }
        if (!terms.network().equals(config.chainId())) {
            return Optional.of(Refusal.of(
                    Reason.INVALID_NETWORK, "expected network " + config.chainId() + ", found " + terms.network()));
        }
        if (isNamed(terms) && !assets.contain(terms)) {
            return Optional.of(Refusal.of(
                    RefusalReason.UNSUPPORTED_ASSET, "asset " + terms.asset() + " with this name is not served"));
        }
        return Optional.empty();
    }

    /** Terms by EIP-3009 that do not name the token have a reason of their own. */
    private static boolean isNamed(PaymentRequirements terms) {
        return EvmSchemes.of(terms).filter(Scheme.EXACT_EIP3009::equals).isEmpty()
                || ExactEip3009.tokenDomain(terms).isPresent();
    }

    private SettleResponse failed(Refusal refusal, Address payer) {
        return SettleResponse.failed(
                refusal.reason(), refusal.message(), Optional.of(payer), Optional.empty(), config.chainId());
    }
}
