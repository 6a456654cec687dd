package io.verigrad.runner.paid;

import io.verigrad.receipt.Finish;

/**
 * What a run gave.
 *
 * @param body JSON; of a stream its last event, into which the receipt is written
 * @param inputUnits what was read, in tokens or elements
 * @param outputUnits what was made, in tokens or elements
 */
public record Answer(byte[] body, long inputUnits, long outputUnits, Finish finish) {}
