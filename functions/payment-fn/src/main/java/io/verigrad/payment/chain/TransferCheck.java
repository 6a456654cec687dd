package io.verigrad.payment.chain;

import io.verigrad.chain.AuthorizationState;
import io.verigrad.chain.Chain;
import io.verigrad.chain.TransferSimulation;
import io.verigrad.chain.TransferWithAuthorization;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.payment.Refusal;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Runs a payment on the chain without effect, and finds out what is wrong where it would fail. */
@ApplicationScoped
public class TransferCheck {
    private final VerifiedChain chain;

    TransferCheck(VerifiedChain chain) {
        this.chain = chain;
    }

    /** Why the transfer would fail now, or empty if it would not. */
    public Optional<Refusal> refuse(TransferWithAuthorization transfer) throws ChainUnavailableException {
        return switch (chain.get().simulate(transfer)) {
            case TransferSimulation.Succeeds() -> Optional.empty();
            case TransferSimulation.Reverts(String reason) -> Optional.of(diagnose(transfer, reason));
        };
    }

    private Refusal diagnose(TransferWithAuthorization transfer, String revert) throws ChainUnavailableException {
        Chain node = chain.get();
        if (!node.hasCode(transfer.asset())) {
            return Refusal.of(Reason.ASSET_NOT_DEPLOYED_CONTRACT, "no contract at " + transfer.asset());
        }
        if (node.authorizationState(transfer.asset(), transfer.from(), transfer.nonce()) == AuthorizationState.USED) {
            return Refusal.of(Reason.EXACT_NONCE_ALREADY_USED, "the authorization was used or cancelled before");
        }
        TokenAmount balance = node.balanceOf(transfer.asset(), transfer.from());
        if (balance.compareTo(transfer.value()) < 0) {
            return Refusal.of(
                    Reason.EXACT_INSUFFICIENT_BALANCE,
                    "expected a balance of " + transfer.value() + ", found " + balance);
        }
        return Refusal.of(Reason.EXACT_SIMULATION_FAILED, "the token refuses the transfer: " + revert);
    }
}
