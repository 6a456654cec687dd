package io.verigrad.chain.request;

import io.verigrad.value.Bytes;
import java.math.BigInteger;

/**
 * A request that was made, and what its asker said of where to find it; anybody may say anything there.
 *
 * @param id the contract's number for it
 */
public record LocatedRequest(BigInteger id, Bytes locator) {}
