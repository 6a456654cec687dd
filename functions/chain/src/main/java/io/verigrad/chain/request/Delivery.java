package io.verigrad.chain.request;

import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * An answer that was delivered and paid for.
 *
 * @param called whether the asker's code was called and did not fail
 * @param callbackError what it failed with
 */
public record Delivery(
        BigInteger requestId, Hash32 receiptId, TokenAmount charge, boolean called, Bytes callbackError) {}
