package io.verigrad.runner.paid;

import io.verigrad.receipt.Finish;

/**
 * What a run gave.
 *
 * @param content what is sent; of a stream its last event, into which the receipt is written
 * @param inputUnits what was read, in tokens or elements
 * @param outputUnits what was made, in tokens or elements
 */
public record Answer(AnswerBody content, long inputUnits, long outputUnits, Finish finish) {
    /** An answer in JSON. */
    public Answer(byte[] json, long inputUnits, long outputUnits, Finish finish) {
        this(AnswerBody.json(json), inputUnits, outputUnits, finish);
    }

    /** The bytes that the receipt hashes, unless it is a stream. */
    public byte[] body() {
        return content.bytes();
    }
}
