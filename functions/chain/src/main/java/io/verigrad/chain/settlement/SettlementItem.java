package io.verigrad.chain.settlement;

import io.verigrad.receipt.Receipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.math.BigInteger;

/**
 * A receipt with the payment that it charges: {@code ISettlement.Item}.
 *
 * @param host the model host whose vault is paid
 * @param validAfter of the authorization by EIP-3009 or Permit2, unix seconds
 * @param validBefore of the authorization by EIP-3009, unix seconds; of Permit2 the deadline
 * @param nonce of the authorization, of Permit2 as 32 bytes
 * @param paymentSignature the payer's, 65 bytes or what its contract account accepts
 */
public record SettlementItem(
        Receipt receipt,
        Signature enclaveSignature,
        Address host,
        BigInteger validAfter,
        BigInteger validBefore,
        Hash32 nonce,
        Bytes paymentSignature) {}
