package io.verigrad.receipt;

/** A closed set whose members are one byte in typed data and on chain. */
interface Coded {
    /** The {@code uint8}. */
    int code();
}
