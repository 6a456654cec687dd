package io.verigrad.settlement;

import io.verigrad.channel.ChannelClaim;
import io.verigrad.ledger.AffirmedPayment;
import io.verigrad.ledger.Channel;
import io.verigrad.ledger.Payment;
import io.verigrad.receipt.ChannelRun;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.List;

/**
 * Calls of one channel that are to be claimed now.
 *
 * @param calls in the order of their places, without a gap, of one enclave; at least one
 */
record ChannelPick(Channel channel, List<AffirmedPayment> calls) {
    ChannelPick {
        calls = List.copyOf(calls);
    }

    /** What can be claimed under one root: of one vault, asset and enclave. */
    record Party(Address payTo, Address asset, Address enclaveKey) {}

    static TokenAmount place(Payment payment) {
        return payment.authorization().place().orElseThrow();
    }

    /** What a channel must have claimed in all for the charge of a call to be in it. */
    static TokenAmount end(Payment payment) {
        return place(payment).plus(payment.charge().orElseThrow());
    }

    Party party() {
        Payment first = calls.getFirst().payment();
        return new Party(first.payTo(), first.asset(), first.enclaveKey());
    }

    List<SignedReceipt> receipts() {
        return calls.stream().map(AffirmedPayment::receipt).toList();
    }

    List<Hash32> receiptIds() {
        return receipts().stream().map(SignedReceipt::id).toList();
    }

    ChannelRun run() {
        return new ChannelRun(channel.channelId(), place(calls.getFirst().payment()), receipts());
    }

    /** The payer's last word covers all calls before it. */
    ChannelClaim claim() {
        Channel.Voucher voucher = channel.voucher()
                .orElseThrow(() -> new IllegalStateException("channel " + channel.channelId() + " has no voucher"));
        return new ChannelClaim(
                channel.config(),
                voucher.maxClaimable(),
                voucher.signature(),
                end(calls.getLast().payment()));
    }
}
