package io.verigrad.ledger;

import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;

/**
 * An answer to a contract's request that waits to be delivered.
 *
 * @param id the contract's number of the request
 * @param host whose vault the receipt names
 * @param answer the bytes that the receipt's response hash is of
 */
public record ContractAnswer(BigInteger id, SignedReceipt receipt, Address host, Bytes answer) {}
