package io.verigrad.devnet.chaos;

import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import java.time.Instant;

/** What a consumer knows of a payment that it sent. */
sealed interface Attempt {
    Hash32 paymentId();

    /** It holds an answer and the receipt since {@code at}. */
    record Answered(Hash32 paymentId, SignedReceipt receipt, Instant at) implements Attempt {}

    /** It was told that there is no answer. */
    record Refused(Hash32 paymentId, int status) implements Attempt {}

    /** Its connection broke, and asking again with the same payment brought no answer. */
    record Cut(Hash32 paymentId) implements Attempt {}
}
