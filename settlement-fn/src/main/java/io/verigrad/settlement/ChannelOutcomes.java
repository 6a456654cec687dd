package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.channel.ClaimOutcome;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.ledger.Batch;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.PaymentOutcome;
import io.verigrad.ledger.Payments;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** What became of the calls that a transaction claimed of a channel. */
@Singleton
class ChannelOutcomes {
    private final Chain chain;
    private final Payments payments;
    private final ChainSettings settings;

    ChannelOutcomes(Chain chain, Payments payments, ChainSettings settings) {
        this.chain = chain;
        this.payments = payments;
        this.settings = settings;
    }

    List<PaymentOutcome> outcomes(Batch batch, TransactionReceipt receipt) throws ChainUnavailableException {
        Address contract = settings.channelClaims()
                .map(Address::parse)
                .orElseThrow(() -> new IllegalStateException("transaction " + receipt.transaction()
                        + " claims channels, verigrad.chain.channel-claims is not set"));
        return switch (ClaimOutcome.of(contract, batch.root(), receipt)) {
            case CLAIMED ->
                batch.receiptIds().stream()
                        .<PaymentOutcome>map(PaymentOutcome.Settled::new)
                        .toList();
            case MOVED -> whereClaimed(batch.receiptIds(), "channel_moved");
            case VOUCHER_REFUSED -> whereClaimed(batch.receiptIds(), "channel_voucher_refused");
        };
    }

    /**
     * Anyone may submit what validators endorsed, so another transaction may have claimed the same. What is claimed is
     * proved by the channel: nothing but these receipts stands at these places.
     */
    private List<PaymentOutcome> whereClaimed(List<Hash32> receiptIds, String reason) throws ChainUnavailableException {
        List<PaymentOutcome> outcomes = new ArrayList<>();
        for (Hash32 id : receiptIds) {
            Payment payment = Waiting.on(payments.findByReceipt(id))
                    .orElseThrow(() -> new IllegalStateException("receipt " + id + " is of no payment"));
            TokenAmount end = ChannelBatcher.end(payment);
            TokenAmount claimed =
                    chain.channels().state(payment.authorization().nonce()).totalClaimed();
            outcomes.add(
                    end.compareTo(claimed) <= 0
                            ? new PaymentOutcome.Settled(id)
                            : new PaymentOutcome.Postponed(id, reason));
        }
        return outcomes;
    }
}
