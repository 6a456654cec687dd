package io.verigrad.receipt;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Names one payment by what the chain burns when it is spent: never by its signature, which is malleable, nor by its
 * asset.
 */
public final class PaymentId {
    private static final int EIP3009 = 1;
    private static final int PERMIT2 = 2;
    private static final int CHANNEL = 3;
    private static final int REQUEST = 4;

    /** Uniswap's Permit2, at the same address on every chain. */
    public static final Address PERMIT2_CONTRACT = Address.parse("0x000000000022D473030F116dDEE9F6B43aC78BA3");

    private PaymentId() {}

    /**
     * A payment that its payer authorised by signing a nonce; empty for a scheme that has no nonces.
     *
     * @param nonce of Permit2 as 32 bytes
     */
    public static Optional<Hash32> authorized(Scheme scheme, ChainId chain, Address token, Address from, Hash32 nonce) {
        return switch (scheme) {
            case EXACT_EIP3009 -> Optional.of(eip3009(chain, token, from, nonce));
            case EXACT_PERMIT2, UPTO ->
                Optional.of(permit2(chain, PERMIT2_CONTRACT, from, new BigInteger(1, nonce.toArray())));
            case CHANNEL, REQUEST -> Optional.empty();
        };
    }

    /** An EIP-3009 authorization; {@code token} is the contract that keeps the nonce. */
    public static Hash32 eip3009(ChainId chain, Address token, Address from, Hash32 nonce) {
        return id(EIP3009, chain, token, from, new BigInteger(1, nonce.toArray()));
    }

    /** A Permit2 transfer, exact or upto; {@code permit2} is the contract that keeps the nonce. */
    public static Hash32 permit2(ChainId chain, Address permit2, Address from, BigInteger nonce) {
        return id(PERMIT2, chain, permit2, from, nonce);
    }

    /** A place in a channel: the call after those that charged {@code cumulativeBefore} together. */
    public static Hash32 channel(Hash32 channelId, TokenAmount cumulativeBefore) {
        return StructEncoder.untyped()
                .uint(CHANNEL)
                .bytes32(channelId)
                .uint(cumulativeBefore)
                .hash();
    }

    /** The escrow of a contract's request; {@code requests} is the contract that keeps it, {@code asker} who asked. */
    public static Hash32 request(ChainId chain, Address requests, Address asker, BigInteger requestId) {
        return id(REQUEST, chain, requests, asker, requestId);
    }

    private static Hash32 id(int kind, ChainId chain, Address verifier, Address from, BigInteger nonce) {
        return StructEncoder.untyped()
                .uint(kind)
                .uint(chain.value())
                .address(verifier)
                .address(from)
                .uint(nonce)
                .hash();
    }
}
