package io.verigrad.receipt;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * What validators sign to give a payer its unclaimed money back before the channel's delay is over.
 *
 * @param nonce the channel's next refund nonce
 * @param totalClaimed what the channel had claimed when they looked: all that it owes
 * @param amount at most what is given back, in atomic units
 * @param appraisedAt unix seconds
 */
public record ChannelRefund(
        Hash32 channelId,
        @DecimalString long nonce,
        TokenAmount totalClaimed,
        TokenAmount amount,
        @DecimalString long appraisedAt) {
    public static final TypeHash TYPE = TypeHash.of(
            "ChannelRefund(bytes32 channelId,uint256 nonce,uint128 totalClaimed,uint128 amount,uint64 appraisedAt)");

    public ChannelRefund {
        if (nonce < 0 || appraisedAt < 0 || !totalClaimed.fitsUint128() || !amount.fitsUint128()) {
            throw new IllegalArgumentException("expected a nonce from 0 and amounts of 128 bits, found " + nonce + ", "
                    + totalClaimed + " and " + amount);
        }
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .bytes32(channelId)
                .uint(nonce)
                .uint(totalClaimed)
                .uint(amount)
                .uint(appraisedAt)
                .hash();
    }
}
