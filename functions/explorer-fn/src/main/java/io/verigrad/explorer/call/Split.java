package io.verigrad.explorer.call;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;

/** What the chain says became of a payment. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Split.Shared.class, name = "shared"),
    @JsonSubTypes.Type(value = Split.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = Split.Pending.class, name = "pending"),
    @JsonSubTypes.Type(value = Split.Unavailable.class, name = "unavailable")
})
public sealed interface Split {
    /** The payment was pulled and shared. */
    record Shared(
            Address host,
            TokenAmount charge,
            TokenAmount hostShare,
            TokenAmount operatorShare,
            TokenAmount validatorShare,
            TokenAmount treasuryShare)
            implements Split {}

    /** The transaction did not charge this receipt. */
    record Rejected(String reason) implements Split {}

    /** The transaction is not in a block. */
    record Pending() implements Split {}

    /** The node does not answer. */
    record Unavailable() implements Split {}
}
