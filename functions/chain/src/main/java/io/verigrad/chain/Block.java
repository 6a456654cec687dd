package io.verigrad.chain;

import io.verigrad.value.Hash32;

/**
 * A block's header, as far as it is used here.
 *
 * @param timestamp unix seconds
 */
public record Block(long number, Hash32 hash, long timestamp) {}
