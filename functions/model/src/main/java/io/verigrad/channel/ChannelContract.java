package io.verigrad.channel;

import io.verigrad.crypto.Keccak256;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.List;

/** The messages that x402's channel contract checks; it has the same address on every chain. */
public final class ChannelContract {
    /** The contract that holds the money of channels. */
    public static final Address ADDRESS = Address.parse("0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003");

    /** Takes deposits by EIP-3009. */
    public static final Address ERC3009_COLLECTOR = Address.parse("0x4020806089470a89826cB9fB1f4059150b550004");

    private static final TypeHash VOUCHER = TypeHash.of("Voucher(bytes32 channelId,uint128 maxClaimableAmount)");
    private static final TypeHash REFUND = TypeHash.of("Refund(bytes32 channelId,uint256 nonce,uint128 amount)");
    private static final TypeHash CLAIM_ENTRY =
            TypeHash.of("ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)");
    private static final TypeHash CLAIM_BATCH = TypeHash.of("ClaimBatch(ClaimEntry[] claims)"
            + "ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)");

    private ChannelContract() {}

    static TypedDataDomain domain(ChainId chain) {
        return TypedDataDomain.of("x402 Batch Settlement", "1", chain, ADDRESS);
    }

    /** What a payer signs: {@code maxClaimable} may be claimed of the channel in all. */
    public static Hash32 voucher(ChainId chain, Hash32 channelId, TokenAmount maxClaimable) {
        return domain(chain)
                .digest(StructEncoder.of(VOUCHER)
                        .bytes32(channelId)
                        .uint(maxClaimable)
                        .hash());
    }

    /** What a receiver's authorizer signs so that anybody may claim for it. */
    public static Hash32 claims(ChainId chain, List<ChannelClaim> claims) {
        Bytes entries = Bytes.concat(claims.stream()
                .map(claim -> StructEncoder.of(CLAIM_ENTRY)
                        .bytes32(claim.channel().id(chain))
                        .uint(claim.maxClaimable())
                        .uint(claim.totalClaimed())
                        .hash()
                        .bytes())
                .toArray(Bytes[]::new));
        return domain(chain)
                .digest(StructEncoder.of(CLAIM_BATCH)
                        .bytes32(Keccak256.hash(entries.toArray()))
                        .hash());
    }

    /** What a receiver's authorizer signs so that anybody may give back for it. */
    public static Hash32 refund(ChainId chain, Hash32 channelId, BigInteger nonce, TokenAmount amount) {
        return domain(chain)
                .digest(StructEncoder.of(REFUND)
                        .bytes32(channelId)
                        .uint(nonce)
                        .uint(amount)
                        .hash());
    }

    /** The nonce of the authorization that pays into a channel: nobody can pay it into another one. */
    public static Hash32 depositNonce(Hash32 channelId, BigInteger salt) {
        return StructEncoder.untyped().bytes32(channelId).uint(salt).hash();
    }
}
