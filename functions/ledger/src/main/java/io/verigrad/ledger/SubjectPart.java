package io.verigrad.ledger;

import io.verigrad.value.Bytes;

/**
 * A part of what names a transaction's purpose.
 *
 * @param at where it begins
 */
public record SubjectPart(int at, Bytes value) {}
