package io.verigrad.payment.facilitator;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.x402.ChannelPayload;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Reason;
import io.verigrad.x402.SettleResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Collects what payers pay into channels of our own runners, by the facilitator's keys. */
@ApplicationScoped
public class ChannelDeposits {
    private final ChannelFacilitator facilitator;
    private final Senders senders;
    private final BlockTicker blocks;
    private final Duration receiptWait;
    private final Clock clock;

    ChannelDeposits(
            ChannelFacilitator facilitator,
            Senders senders,
            BlockTicker blocks,
            PaymentSettings settings,
            Clock clock) {
        this.facilitator = facilitator;
        this.senders = senders;
        this.blocks = blocks;
        this.receiptWait = settings.receiptWait();
        this.clock = clock;
    }

    /** Has a deposit in its channel, however often it is asked for; else says why not. Waits for the block. */
    public Optional<Refusal> collect(PaymentPayload payment, PaymentRequirements terms, ChannelPayload.Deposit deposit)
            throws ChainUnavailableException, LedgerUnavailableException {
        if (senders.addresses().isEmpty()) {
            return Optional.of(Refusal.of(
                    RefusalReason.DEPOSITS_NOT_COLLECTED,
                    "nobody pays in for you here; pay into the channel by a transaction of your own"));
        }
        try {
            SettleResponse response = settled(payment, terms, deposit);
            return response.success()
                    ? Optional.empty()
                    : Optional.of(new Refusal(
                            response.errorReason().orElse(RefusalReason.DEPOSITS_NOT_COLLECTED.code()),
                            response.errorMessage().orElse("the deposit was not collected"),
                            Optional.empty()));
        } catch (FacilitatorBusyException e) {
            return Optional.of(Refusal.of(
                    RefusalReason.DEPOSITS_NOT_COLLECTED, "too many transactions are waiting for a block, try later"));
        }
    }

    /** Who asks for a deposit that somebody else is sending waits for the same block. */
    private SettleResponse settled(PaymentPayload payment, PaymentRequirements terms, ChannelPayload.Deposit deposit)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException {
        Instant end = clock.instant().plus(receiptWait);
        while (true) {
            // A block that comes while we ask is one to ask again for.
            long seen = blocks.seen();
            SettleResponse response = facilitator.deposit(payment, terms, deposit);
            Duration left = Duration.between(clock.instant(), end);
            if (!isPending(response) || !left.isPositive()) {
                return response;
            }
            try {
                blocks.awaitAfter(seen, left.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return response;
            }
        }
    }

    private static boolean isPending(SettleResponse response) {
        return response.errorReason()
                .filter(Reason.SETTLEMENT_PENDING.code()::equals)
                .isPresent();
    }
}
