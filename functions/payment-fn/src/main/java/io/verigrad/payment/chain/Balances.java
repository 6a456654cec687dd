package io.verigrad.payment.chain;

import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Permit2;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** What payers have, a few seconds old at most. */
@ApplicationScoped
public class Balances {
    private record Holding(Address asset, Address owner) {}

    private final VerifiedChain chain;
    private final RecentAnswers<Holding, TokenAmount> balances;
    private final RecentAnswers<Holding, TokenAmount> allowances;

    Balances(VerifiedChain chain, PaymentSettings settings, Clock clock) {
        this.chain = chain;
        this.balances = new RecentAnswers<>(settings.balanceAge(), clock);
        this.allowances = new RecentAnswers<>(settings.balanceAge(), clock);
    }

    /**
     * What a payer can pay with.
     *
     * @param isAllowance whether it is what Permit2 may take, and not what the payer has, that limits it
     */
    public record Available(TokenAmount amount, boolean isAllowance) {}

    /** The lesser of what a payer has and, for a scheme of Permit2, what that may take. */
    public Available availableTo(Scheme scheme, Address asset, Address payer) throws ChainUnavailableException {
        TokenAmount balance =
                recent(balances, new Holding(asset, payer), () -> chain.get().balanceOf(asset, payer));
        if (scheme == Scheme.EXACT_EIP3009) {
            return new Available(balance, false);
        }
        TokenAmount allowance = recent(
                allowances, new Holding(asset, payer), () -> chain.get().allowance(asset, payer, Permit2.CONTRACT));
        return allowance.compareTo(balance) < 0 ? new Available(allowance, true) : new Available(balance, false);
    }

    private interface Question {
        TokenAmount ask() throws ChainUnavailableException;
    }

    private static TokenAmount recent(RecentAnswers<Holding, TokenAmount> answers, Holding holding, Question question)
            throws ChainUnavailableException {
        return answers.get(holding, () -> Optional.of(question.ask())).orElse(TokenAmount.ZERO);
    }

    /** Makes the next answer a fresh one, for a payer who was just told to top up. */
    public void forget(Address asset, Address owner) {
        balances.forget(new Holding(asset, owner));
        allowances.forget(new Holding(asset, owner));
    }
}
