package io.verigrad.settlement;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.verigrad.receipt.Appraisal;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.List;
import java.util.Optional;

/** What a validator answers to {@code endorse}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
    @JsonSubTypes.Type(EndorseAnswer.Endorsed.class),
    @JsonSubTypes.Type(EndorseAnswer.Refused.class),
})
sealed interface EndorseAnswer {
    /** It affirmed every receipt and signs for them all. */
    @JsonTypeName("endorsed")
    record Endorsed(Address validator, Appraisal appraisal, Signature signature) implements EndorseAnswer {}

    /**
     * It signs nothing.
     *
     * @param refused because of these receipts
     * @param reason or because of the proposal as a whole
     */
    @JsonTypeName("refused")
    record Refused(List<RefusedReceipt> refused, Optional<String> reason) implements EndorseAnswer {
        public Refused {
            refused = List.copyOf(refused);
        }
    }

    /** A receipt that a validator does not sign for. */
    record RefusedReceipt(Hash32 receiptId, String reason) {}
}
