package io.verigrad.explorer.call;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks the chain how a payment was split. */
@ApplicationScoped
class Splits {
    private final Chain chain;

    Splits(Chain chain) {
        this.chain = chain;
    }

    Uni<Split> of(Hash32 transaction, Hash32 receiptId) {
        return Uni.createFrom()
                .item(() -> ask(transaction, receiptId))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Split ask(Hash32 transaction, Hash32 receiptId) {
        try {
            Optional<TransactionReceipt> receipt = chain.transactions().receiptOf(transaction);
            if (receipt.isEmpty()) {
                return new Split.Pending();
            }
            List<ItemOutcome> outcomes = chain.outcomes(receipt.get());
            return outcomes.stream()
                    .filter(outcome -> outcome.receiptId().equals(receiptId))
                    .findFirst()
                    .map(Splits::split)
                    .orElseGet(() -> new Split.Rejected("reverted"));
        } catch (ChainUnavailableException e) {
            return new Split.Unavailable();
        }
    }

    private static Split split(ItemOutcome outcome) {
        return switch (outcome) {
            case ItemOutcome.Settled settled ->
                new Split.Shared(
                        settled.host(),
                        settled.charge(),
                        settled.hostShare(),
                        settled.operatorShare(),
                        settled.validatorShare(),
                        settled.treasuryShare());
            case ItemOutcome.Rejected rejected ->
                new Split.Rejected(rejected.reason().name().toLowerCase(Locale.ROOT));
        };
    }
}
