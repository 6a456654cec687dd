package io.verigrad.ledger;

/**
 * How many transactions of a sender are not final.
 *
 * @param ofPayer of these, how many have the first part of a subject that was asked for
 * @param toPayee of these, how many have the second part
 */
public record OpenCount(long all, long ofPayer, long toPayee) {}
