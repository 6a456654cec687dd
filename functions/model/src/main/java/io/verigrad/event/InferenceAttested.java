package io.verigrad.event;

import io.verigrad.receipt.SignedReceipt;

/** A runner answered a call: its receipt, to be appraised. Carries hashes and amounts, never a prompt or an answer. */
public record InferenceAttested(SignedReceipt receipt) {
    /** The CloudEvents type. */
    public static final String TYPE = "io.verigrad.inference.attested.v1";
    /** The topic; events are keyed by payment id. */
    public static final String TOPIC = "verigrad.inference.attested";
}
