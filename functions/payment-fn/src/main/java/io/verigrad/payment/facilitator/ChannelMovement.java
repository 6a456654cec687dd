package io.verigrad.payment.facilitator;

import io.verigrad.chain.Chain;
import io.verigrad.chain.channel.ChannelEvents;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.CanonicalJson;
import io.verigrad.payment.Refusal;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is done to channels.
 *
 * @param name of this very movement
 * @param channelId zero where it is about many channels
 */
record ChannelMovement(Kind kind, Hash32 name, Hash32 channelId, Address payer, Address payee, Address token)
        implements Movement {
    /** What may be done, with what it is called when it fails. */
    enum Kind {
        DEPOSIT(Reason.BATCH_DEPOSIT_SIMULATION, Reason.BATCH_DEPOSIT_TRANSACTION),
        CLAIM(Reason.BATCH_CLAIM_SIMULATION, Reason.BATCH_CLAIM_TRANSACTION),
        SETTLE(Reason.BATCH_SETTLE_SIMULATION, Reason.BATCH_SETTLE_TRANSACTION),
        REFUND(Reason.BATCH_REFUND_SIMULATION, Reason.BATCH_REFUND_TRANSACTION);

        private final Reason refused;
        private final Reason failed;

        Kind(Reason refused, Reason failed) {
            this.refused = refused;
            this.failed = failed;
        }
    }

    /**
     * The name of what a payment asks for.
     *
     * @param since what it starts from, for what may be asked for in the same words again
     */
    static Hash32 name(PaymentPayload payment, String since) {
        return Sha256.hash(
                since.getBytes(StandardCharsets.UTF_8), new byte[] {0}, CanonicalJson.encode(payment.payload()));
    }

    @Override
    public Bytes subject() {
        return Bytes.concat(name.bytes(), payer.bytes(), payee.bytes());
    }

    @Override
    public Optional<Address> namedSender() {
        return Optional.empty();
    }

    @Override
    public Reason refused() {
        return kind.refused;
    }

    @Override
    public Reason failed() {
        return kind.failed;
    }

    /** Trying it out again tells. */
    @Override
    public Optional<Refusal> spent(Chain chain) {
        return Optional.empty();
    }

    @Override
    public Optional<Refusal> missing(TransactionReceipt receipt) {
        return kind == Kind.DEPOSIT && amount(receipt).isEmpty()
                ? Optional.of(Refusal.of(kind.failed, "the transaction paid nothing into the channel"))
                : Optional.empty();
    }

    @Override
    public Optional<TokenAmount> amount(TransactionReceipt receipt) {
        return switch (kind) {
            case DEPOSIT -> ChannelEvents.deposited(receipt, channelId);
            case REFUND -> ChannelEvents.refunded(receipt, channelId).or(() -> Optional.of(TokenAmount.ZERO));
            case SETTLE -> ChannelEvents.settled(receipt, payee, token).or(() -> Optional.of(TokenAmount.ZERO));
            case CLAIM -> Optional.empty();
        };
    }
}
