package io.verigrad.x402;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/** What a payer signed, by whichever transfer method. Times are unix seconds. */
public sealed interface SignedPayment permits ExactEvmPayload, Permit2Payload {
    /** Who pays. */
    Address payer();

    /** Who is paid. */
    Address payee();

    /** How much may be taken at most. */
    TokenAmount amount();

    /** Good from a block whose time is later, or for Permit2 not earlier. */
    BigInteger validAfter();

    /** Good until then. */
    BigInteger validBefore();

    /** What the chain burns when the payment is spent. */
    Hash32 nonce();

    /** As sent: 65 bytes of an account with a key, other lengths of contract wallets. */
    Bytes signature();

    /** Names this payment whatever its signature looks like. */
    Hash32 paymentId(ChainId chain, Address asset);
}
