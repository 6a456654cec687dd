package io.verigrad.ledger;

import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;

/**
 * What a contract asked for.
 *
 * @param id the contract's number for it
 * @param modelDigest of the model that is to answer
 * @param locator what the asker said of where the request is
 */
public record ContractRequest(BigInteger id, Hash32 modelDigest, Bytes locator) {}
