package io.verigrad.payment.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.ledger.SettlementMode;
import io.verigrad.payment.Refusal;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Remedy;
import java.util.Optional;

/**
 * The answer to a check. Only a payment that is {@link Outcome#RESERVED} buys a run.
 *
 * @param settlement of a reserved payment, whether it is settled before its answer may be given
 * @param remedy what the payer can do about a refusal
 * @param channel of a payment by channel, {@code channelState} and of a refused one {@code voucherState}, as x402 has them
 */
public record CheckAnswer(
        Outcome outcome,
        Optional<Hash32> paymentId,
        Optional<Address> payer,
        Optional<Settlement> settlement,
        Optional<String> reason,
        Optional<String> message,
        Optional<Remedy> remedy,
        Optional<JsonNode> channel) {
    /** What became of the payment. */
    public enum Outcome {
        /** Reserved by this very call. */
        @JsonProperty("reserved")
        RESERVED,
        /** Reserved before, for the same request: its answer may be given again, without a run. */
        @JsonProperty("repeated")
        REPEATED,
        @JsonProperty("refused")
        REFUSED
    }

    /** When the payment is settled. */
    public enum Settlement {
        /** After the answer. */
        @JsonProperty("deferred")
        DEFERRED,
        /** Before the answer, which waits for it. */
        @JsonProperty("instant")
        INSTANT;

        static Settlement of(SettlementMode mode) {
            return switch (mode) {
                case DEFERRED, PREPAID -> DEFERRED;
                case INSTANT -> INSTANT;
            };
        }
    }

    static CheckAnswer reserved(Hash32 paymentId, Address payer, SettlementMode mode) {
        return of(Outcome.RESERVED, paymentId, payer, Optional.of(Settlement.of(mode)));
    }

    static CheckAnswer repeated(Hash32 paymentId, Address payer) {
        return of(Outcome.REPEATED, paymentId, payer, Optional.empty());
    }

    static CheckAnswer refused(Refusal refusal) {
        return new CheckAnswer(
                Outcome.REFUSED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(refusal.reason()),
                Optional.of(refusal.message()),
                refusal.remedy(),
                Optional.empty());
    }

    CheckAnswer withChannel(JsonNode state) {
        return new CheckAnswer(outcome, paymentId, payer, settlement, reason, message, remedy, Optional.of(state));
    }

    private static CheckAnswer of(Outcome outcome, Hash32 paymentId, Address payer, Optional<Settlement> settlement) {
        return new CheckAnswer(
                outcome,
                Optional.of(paymentId),
                Optional.of(payer),
                settlement,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
