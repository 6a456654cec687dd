package io.verigrad.payment.facilitator;

import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.chain.TransferCheck;
import io.verigrad.payment.config.Assets;
import io.verigrad.payment.config.FacilitatorAccount;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ExactEip3009;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ProtocolVersion;
import io.verigrad.x402.Reason;
import io.verigrad.x402.SettleResponse;
import io.verigrad.x402.SupportedResponse;
import io.verigrad.x402.Verification;
import io.verigrad.x402.VerifyResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Verifies and settles payments for resource servers that are not runners of ours: exact by EIP-3009. */
@ApplicationScoped
public class Facilitator {
    private final ChainConfig config;
    private final Assets assets;
    private final ReceiptPayments receipts;
    private final TransferCheck transfers;
    private final TransferSettlement settlement;
    private final FacilitatorAccount account;
    private final TokenAmount leastValue;
    private final Semaphore slots;
    private final Clock clock;

    Facilitator(
            ChainConfig config,
            Assets assets,
            ReceiptPayments receipts,
            TransferCheck transfers,
            TransferSettlement settlement,
            FacilitatorAccount account,
            PaymentSettings settings,
            Clock clock) {
        this.config = config;
        this.assets = assets;
        this.receipts = receipts;
        this.transfers = transfers;
        this.settlement = settlement;
        this.account = account;
        this.leastValue = TokenAmount.parse(settings.settle().leastValue());
        this.slots = new Semaphore(settings.settle().atOnce());
        this.clock = clock;
    }

    public VerifyResponse verify(FacilitatorRequest request)
            throws ChainUnavailableException, LedgerUnavailableException, PaymentFormatException {
        ExactTransfer transfer = ExactTransfer.of(request);
        Address payer = transfer.transfer().from();
        return refuse(request, transfer)
                .map(refusal -> VerifyResponse.invalid(refusal.reason(), refusal.message(), Optional.of(payer)))
                .orElseGet(() -> VerifyResponse.valid(payer));
    }

    /**
     * Settles once: the same payload is answered from its first transaction, whatever it would be worth now.
     *
     * @throws FacilitatorBusyException if a new settlement must wait for others
     */
    public SettleResponse settle(FacilitatorRequest request)
            throws ChainUnavailableException, LedgerUnavailableException, PaymentFormatException,
                    FacilitatorBusyException {
        ExactTransfer transfer = ExactTransfer.of(request);
        Optional<SettleResponse> earlier = settlement.earlier(transfer);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (!slots.tryAcquire()) {
            throw new FacilitatorBusyException("as many settlements as may wait at once do");
        }
        try {
            return settle(request, transfer);
        } finally {
            slots.release();
        }
    }

    private SettleResponse settle(FacilitatorRequest request, ExactTransfer transfer)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException {
        Optional<Refusal> refusal = refuse(request, transfer);
        if (refusal.isEmpty()) {
            return settlement.settle(transfer);
        }
        // The same request at the same time may have won: then the nonce is used, by us and for this very payment.
        return settlement
                .earlier(transfer)
                .orElseGet(() -> failed(refusal.get(), transfer.transfer().from()));
    }

    public SupportedResponse supported() {
        List<SupportedResponse.Kind> kinds = List.of(
                new SupportedResponse.Kind(ProtocolVersion.V2, PaymentRequirements.EXACT, config.chainId()),
                new SupportedResponse.Kind(ProtocolVersion.V1, PaymentRequirements.EXACT, config.chainId()));
        return account.signer()
                .map(signer -> new SupportedResponse(kinds, List.of(), List.of(signer.address())))
                .orElseGet(() -> new SupportedResponse(List.of(), List.of(), List.of()));
    }

    private Optional<Refusal> refuse(FacilitatorRequest request, ExactTransfer transfer)
            throws ChainUnavailableException, LedgerUnavailableException {
        Optional<Refusal> refusal = refuseTerms(request);
        if (refusal.isPresent()) {
            return refusal;
        }
        return switch (ExactEip3009.verify(
                request.paymentPayload(), request.paymentRequirements(), clock, ExactEip3009.BLOCK_MARGIN)) {
            case Verification.Invalid invalid -> Optional.of(Refusal.of(invalid.reason(), invalid.message()));
            case Verification.Valid valid
            when valid.authorization().value().compareTo(leastValue) < 0 ->
                Optional.of(Refusal.of(
                        request.paymentPayload().version() == ProtocolVersion.V1
                                ? Reason.EXACT_VALUE_V1
                                : Reason.EXACT_VALUE_MISMATCH,
                        "expected a value of at least " + leastValue + ", found "
                                + valid.authorization().value()));
            case Verification.Valid valid -> {
                Optional<Refusal> kept = receipts.refuse(
                        valid.paymentId(), request.paymentRequirements().payTo());
                yield kept.isPresent() ? kept : transfers.refuse(transfer.transfer());
            }
        };
    }

    private Optional<Refusal> refuseTerms(FacilitatorRequest request) {
        PaymentRequirements terms = request.paymentRequirements();
        if (!terms.scheme().equals(PaymentRequirements.EXACT)) {
            return Optional.of(Refusal.of(Reason.UNSUPPORTED_SCHEME, "expected scheme exact, found " + terms.scheme()));
        }
        if (!terms.network().equals(config.chainId())) {
            return Optional.of(Refusal.of(
                    Reason.INVALID_NETWORK, "expected network " + config.chainId() + ", found " + terms.network()));
        }
        if (ExactEip3009.tokenDomain(terms).isPresent() && !assets.contain(terms)) {
            return Optional.of(Refusal.of(
                    RefusalReason.UNSUPPORTED_ASSET, "asset " + terms.asset() + " with this name is not served"));
        }
        return Optional.empty();
    }

    private SettleResponse failed(Refusal refusal, Address payer) {
        return SettleResponse.failed(
                refusal.reason(), refusal.message(), Optional.of(payer), Optional.empty(), config.chainId());
    }
}
