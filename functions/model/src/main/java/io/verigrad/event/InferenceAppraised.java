package io.verigrad.event;

import io.verigrad.value.Hash32;
import java.util.List;

/**
 * A verifier's verdict on a receipt.
 *
 * @param reasons what was wrong, as stable codes; empty exactly if affirming
 */
public record InferenceAppraised(Hash32 receiptId, Hash32 paymentId, Status status, List<String> reasons) {
    /** The CloudEvents type. */
    public static final String TYPE = "io.verigrad.inference.appraised.v1";
    /** The topic; events are keyed by payment id. */
    public static final String TOPIC = "verigrad.inference.appraised";

    /** The tiers of AR4SI that a receipt can reach. */
    public enum Status {
        AFFIRMING,
        CONTRAINDICATED
    }

    public InferenceAppraised {
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty() != (status == Status.AFFIRMING)) {
            throw new IllegalArgumentException("reasons are given exactly where a receipt is not affirmed");
        }
    }
}
