package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.channel.ClaimRefusal;
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
import java.util.Map;

/** What became of the calls that a transaction claimed of channels. */
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
        Map<Hash32, ClaimRefusal> refused = ClaimRefusal.of(contract, batch.root(), receipt);
        List<PaymentOutcome> outcomes = new ArrayList<>();
        for (Hash32 id : batch.receiptIds()) {
            outcomes.add(refused.isEmpty() ? new PaymentOutcome.Settled(id) : outcome(id, refused));
        }
        return outcomes;
    }

    /**
     * Anyone may submit what validators endorsed, so another transaction may have claimed the same. What is claimed is
     * proved by the channel: nothing but this receipt stands at its place.
     */
    private PaymentOutcome outcome(Hash32 receiptId, Map<Hash32, ClaimRefusal> refused)
            throws ChainUnavailableException {
        Payment payment = Waiting.on(payments.findByReceipt(receiptId))
                .orElseThrow(() -> new IllegalStateException("receipt " + receiptId + " is of no payment"));
        Hash32 channelId = payment.authorization().nonce();
        if (!refused.containsKey(channelId)) {
            return new PaymentOutcome.Settled(receiptId);
        }
        TokenAmount claimed = chain.channels().state(channelId).totalClaimed();
        if (ChannelPick.end(payment).compareTo(claimed) <= 0) {
            return new PaymentOutcome.Settled(receiptId);
        }
        return new PaymentOutcome.Postponed(
                receiptId,
                switch (refused.get(channelId)) {
                    case MOVED -> "channel_moved";
                    case VOUCHER_REFUSED -> "channel_voucher_refused";
                });
    }
}
