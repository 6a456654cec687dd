package io.verigrad.payment.chain;

import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** What payers have, a few seconds old at most. */
@ApplicationScoped
public class Balances {
    private record Holding(Address asset, Address owner) {}

    private final VerifiedChain chain;
    private final RecentAnswers<Holding, TokenAmount> balances;

    Balances(VerifiedChain chain, PaymentSettings settings, Clock clock) {
        this.chain = chain;
        this.balances = new RecentAnswers<>(settings.balanceAge(), clock);
    }

    public TokenAmount balanceOf(Address asset, Address owner) throws ChainUnavailableException {
        return balances.get(
                        new Holding(asset, owner), () -> Optional.of(chain.get().balanceOf(asset, owner)))
                .orElse(TokenAmount.ZERO);
    }

    /** Makes the next answer a fresh one, for a payer who was just told to top up. */
    public void forget(Address asset, Address owner) {
        balances.forget(new Holding(asset, owner));
    }
}
