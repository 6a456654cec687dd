package io.verigrad.ledger;

import io.verigrad.value.Hash32;

/** The last block whose events were read. */
public record WatchPosition(long blockNumber, Hash32 blockHash) {}
