package io.verigrad.payment.check;

import io.verigrad.call.SignedCall;
import io.verigrad.chain.KeyEpoch;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.chain.EnclaveKeys;
import io.verigrad.payment.chain.Vaults;
import io.verigrad.payment.config.Assets;
import io.verigrad.receipt.Offer;
import io.verigrad.value.Address;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Whether a runner may ask for these terms at all, whoever pays. */
@ApplicationScoped
class OfferRules {
    private final EnclaveKeys keys;
    private final Vaults vaults;
    private final Assets assets;
    private final TypedDataDomain domain;
    private final Clock clock;

    OfferRules(EnclaveKeys keys, Vaults vaults, Assets assets, TypedDataDomain domain, Clock clock) {
        this.keys = keys;
        this.vaults = vaults;
        this.assets = assets;
        this.domain = domain;
        this.clock = clock;
    }

    Optional<Refusal> refuse(SignedCall call, CheckRequest request) throws ChainUnavailableException {
        Optional<Refusal> refusal = refuseRunner(call.enclaveKey())
                .or(() -> refuseTerms(request.requirements()))
                .or(() -> refuseOffer(call.enclaveKey(), request));
        return refusal.isPresent() ? refusal : refusePayee(request);
    }

    private Optional<Refusal> refuseRunner(Address key) throws ChainUnavailableException {
        Optional<KeyEpoch> epoch = keys.epochOf(key);
        if (epoch.isEmpty()) {
            return refusal(RefusalReason.RUNNER_NOT_REGISTERED, "no epoch of key " + key + " is registered");
        }
        return epoch.get().isGoodAt(clock.instant().getEpochSecond())
                ? Optional.empty()
                : refusal(RefusalReason.RUNNER_KEY_NOT_GOOD, "the epoch of key " + key + " is not good now");
    }

    private Optional<Refusal> refuseTerms(PaymentRequirements terms) {
        if (terms.network().value() != domain.chainId()) {
            return Optional.of(Refusal.of(
                    Reason.INVALID_NETWORK,
                    "expected network eip155:" + domain.chainId() + ", found " + terms.network()));
        }
        return assets.contain(terms)
                ? Optional.empty()
                : refusal(RefusalReason.UNSUPPORTED_ASSET, "asset " + terms.asset() + " is not one of ours");
    }

    /** The price that the enclave signed is the price that is reserved, or a host could ask for more than its offer. */
    private Optional<Refusal> refuseOffer(Address key, CheckRequest request) {
        Offer offer = request.offer().offer();
        PaymentRequirements terms = request.requirements();
        if (request.offer().signer(domain).filter(key::equals).isEmpty()) {
            return refusal(RefusalReason.OFFER_NOT_SIGNED_BY_RUNNER, "expected an offer signed by " + key);
        }
        if (offer.expiresAt() <= clock.instant().getEpochSecond()) {
            return refusal(RefusalReason.OFFER_EXPIRED, "the offer expired at " + offer.expiresAt());
        }
        if (!offer.payTo().equals(terms.payTo()) || !offer.asset().equals(terms.asset())) {
            return refusal(RefusalReason.OFFER_MISMATCH, "offer and requirements differ in payTo or asset");
        }
        if (terms.scheme().equals(PaymentRequirements.UPTO)
                || terms.scheme().equals(PaymentRequirements.BATCH_SETTLEMENT)) {
            return offer.flatPrice().compareTo(terms.amount()) <= 0
                    ? Optional.empty()
                    : refusal(
                            RefusalReason.OFFER_MISMATCH,
                            "expected an offer of a flat price within " + terms.amount() + " for " + terms.scheme());
        }
        if (!offer.flatPrice().equals(terms.amount())
                || !offer.inputUnitPrice().isZero()
                || !offer.outputUnitPrice().isZero()) {
            return refusal(
                    RefusalReason.OFFER_MISMATCH,
                    "expected an offer of the flat price " + terms.amount() + " for exact");
        }
        return Optional.empty();
    }

    private Optional<Refusal> refusePayee(CheckRequest request) throws ChainUnavailableException {
        Address payTo = request.requirements().payTo();
        if (vaults.vaultOf(request.host()).equals(payTo)) {
            return Optional.empty();
        }
        return refusal(RefusalReason.PAYEE_NOT_VAULT, "payTo " + payTo + " is not the vault of " + request.host());
    }

    private static Optional<Refusal> refusal(RefusalReason reason, String message) {
        return Optional.of(Refusal.of(reason, message));
    }
}
