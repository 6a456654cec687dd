package io.verigrad.payment.chain;

import io.verigrad.chain.Chain;
import io.verigrad.chain.DeployingTransfer;
import io.verigrad.chain.PaymentTransfer;
import io.verigrad.chain.Permit2Transfer;
import io.verigrad.chain.PermittingTransfer;
import io.verigrad.chain.TransferAnswer;
import io.verigrad.chain.TransferQuestion;
import io.verigrad.chain.TransferSimulation;
import io.verigrad.chain.TransferWithAuthorization;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.payment.Refusal;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PayerProof;
import io.verigrad.x402.Reason;
import io.verigrad.x402.SchemeReasons;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Runs a payment on the chain without effect, and finds out what is wrong where it would fail. */
@ApplicationScoped
public class TransferCheck {
    /** How long a token that stands and a payee that is no vault are taken to be so. */
    private static final Duration PARTIES_AGE = Duration.ofSeconds(10);

    private final VerifiedChain chain;
    private final RecentAnswers<Route, TransferAnswer.Parties> parties;

    /** The way of the money. */
    private record Route(Address asset, Address payee) {}

    TransferCheck(VerifiedChain chain, Clock clock) {
        this.chain = chain;
        this.parties = new RecentAnswers<>(PARTIES_AGE, clock);
    }

    /**
     * Why a payment to anybody but a vault would fail now, or empty if it would not.
     *
     * @param sender who would send the transaction
     */
    public Optional<Refusal> refuseToStranger(SignedTransfer payment, Address sender) throws ChainUnavailableException {
        Route route = new Route(payment.transfer().asset(), payment.transfer().to());
        if (payment.proof() instanceof PayerProof.Key && parties.recent(route).isPresent()) {
            TransferAnswer brief = ask(payment, sender, false);
            if (brief.simulation() instanceof TransferSimulation.Succeeds) {
                return Optional.empty();
            }
        }
        TransferAnswer answer = ask(payment, sender, true);
        TransferAnswer.Parties found = answer.parties().orElseThrow();
        if (found.payeeIsVault()) {
            return Optional.of(Refusal.payeeIsVault());
        }
        Optional<Refusal> refusal = judge(payment, answer, sender);
        if (refusal.isEmpty()) {
            parties.remember(route, found);
        }
        return refusal;
    }

    /** Why a payment would fail now if Settlement took it, or empty if it would not. */
    public Optional<Refusal> refuse(SignedTransfer payment) throws ChainUnavailableException {
        Address settlement = chain.get().config().settlement();
        return judge(payment, ask(payment, settlement, true), settlement);
    }

    /** The same about a payment whose signature was found good before. */
    public Optional<Refusal> refuse(Scheme scheme, PaymentTransfer transfer) throws ChainUnavailableException {
        return switch (chain.get().simulate(transfer)) {
            case TransferSimulation.Succeeds() -> Optional.empty();
            case TransferSimulation.Reverts(String reason) ->
                Optional.of(diagnose(SchemeReasons.of(scheme), transfer, reason));
        };
    }

    private TransferAnswer ask(SignedTransfer payment, Address sender, boolean aboutParties)
            throws ChainUnavailableException {
        boolean asksWallet = !(payment.proof() instanceof PayerProof.Key);
        return chain.get()
                .inspect(new TransferQuestion(
                        payment.transfer(),
                        sender,
                        aboutParties,
                        asksWallet ? Optional.of(walletOf(payment)) : Optional.empty()));
    }

    private static TransferQuestion.WalletSignature walletOf(SignedTransfer payment) {
        return new TransferQuestion.WalletSignature(
                payment.digest(), payment.proof().onChain());
    }

    private Optional<Refusal> judge(SignedTransfer payment, TransferAnswer answer, Address sender)
            throws ChainUnavailableException {
        TransferAnswer.Parties found = answer.parties().orElseThrow();
        if (!found.assetStands()) {
            return Optional.of(noAsset(payment.transfer().asset()));
        }
        Optional<Refusal> unsigned = refuseSignature(payment, answer, found.payerHasCode());
        if (unsigned.isPresent() || answer.simulation() instanceof TransferSimulation.Succeeds) {
            return unsigned;
        }
        SchemeReasons reasons = SchemeReasons.of(payment.scheme());
        if (found.payerHasCode() && payment.proof() instanceof PayerProof.Key && !codeAccepts(payment, sender)) {
            return Optional.of(Refusal.of(
                    reasons.signature(), "the payer's account has code (EIP-7702), which refuses the signature"));
        }
        String revert = answer.simulation() instanceof TransferSimulation.Reverts(String reason) ? reason : "";
        return Optional.of(diagnose(reasons, payment.transfer(), revert));
    }

    /** As tokens and Permit2 judge: who has code is asked, who has none must have signed with its key. */
    private static Optional<Refusal> refuseSignature(
            SignedTransfer payment, TransferAnswer answer, boolean payerHasCode) {
        SchemeReasons reasons = SchemeReasons.of(payment.scheme());
        return switch (payment.proof()) {
            case PayerProof.Key ignored -> Optional.empty();
            case PayerProof.Wallet ignored
            when !payerHasCode ->
                Optional.of(Refusal.of(
                        reasons.signature(),
                        "the signature is not one of " + payment.transfer().from()
                                + " that the chain accepts (65 bytes, low s, v of 27 or 28)"));
            case PayerProof.Counterfactual ignored when !payerHasCode -> refuseUndeployed(payment);
            case PayerProof.Wallet ignored -> refuseWallet(reasons, answer);
            case PayerProof.Counterfactual ignored -> refuseWallet(reasons, answer);
        };
    }

    private static Optional<Refusal> refuseWallet(SchemeReasons reasons, TransferAnswer answer) {
        return answer.walletAccepts()
                ? Optional.empty()
                : Optional.of(Refusal.of(reasons.signature(), "the payer's contract refuses the signature (ERC-1271)"));
    }

    private static Optional<Refusal> refuseUndeployed(SignedTransfer payment) {
        return switch (payment.transfer()) {
            // The simulation makes the wallet, and has it judge the signature.
            case DeployingTransfer ignored -> Optional.empty();
            case Permit2Transfer ignored -> refuseUndeployedByPermit2();
            case PermittingTransfer ignored -> refuseUndeployedByPermit2();
            case TransferWithAuthorization ignored ->
                Optional.of(Refusal.of(
                        Reason.FACTORY_NOT_ALLOWED,
                        "the payer's wallet does not stand, and its factory is not one that is called here;"
                                + " deploy it first"));
        };
    }

    private static Optional<Refusal> refuseUndeployedByPermit2() {
        return Optional.of(Refusal.of(
                Reason.PERMIT2_SIGNATURE, "a wallet must stand before it can pay by Permit2; deploy it first"));
    }

    private static boolean isByPermit2(PaymentTransfer transfer) {
        return transfer instanceof Permit2Transfer || transfer instanceof PermittingTransfer;
    }

    private boolean codeAccepts(SignedTransfer payment, Address sender) throws ChainUnavailableException {
        return chain.get()
                .inspect(new TransferQuestion(payment.transfer(), sender, false, Optional.of(walletOf(payment))))
                .walletAccepts();
    }

    private Refusal diagnose(SchemeReasons reasons, PaymentTransfer transfer, String revert)
            throws ChainUnavailableException {
        Chain node = chain.get();
        if (!node.hasCode(transfer.asset())) {
            return noAsset(transfer.asset());
        }
        if (!node.hasCode(transfer.target())) {
            return Refusal.of(
                    isByPermit2(transfer) ? Reason.PERMIT2_PROXY_NOT_DEPLOYED : Reason.WALLET_DEPLOYMENT_FAILED,
                    "no contract at " + transfer.target());
        }
        if (node.isSpent(transfer)) {
            return Refusal.of(reasons.nonce(), "the authorization was used or cancelled before");
        }
        TokenAmount balance = node.balanceOf(transfer.asset(), transfer.from());
        if (balance.compareTo(transfer.value()) < 0) {
            return Refusal.balanceRequired(
                    reasons.balance(),
                    "expected a balance of " + transfer.value() + ", found " + balance,
                    transfer.asset(),
                    transfer.value(),
                    balance);
        }
        if (isByPermit2(transfer)) {
            TokenAmount allowance = node.allowance(transfer.asset(), transfer.from(), Permit2Transfer.PERMIT2);
            if (allowance.compareTo(transfer.value()) < 0) {
                return Refusal.allowanceRequired(transfer.asset(), transfer.value(), allowance);
            }
        }
        return Refusal.of(reasons.simulation(), "the token refuses the transfer: " + revert);
    }

    private static Refusal noAsset(Address asset) {
        return Refusal.of(Reason.ASSET_NOT_DEPLOYED_CONTRACT, "no contract at " + asset);
    }
}
