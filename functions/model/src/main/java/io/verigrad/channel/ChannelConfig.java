package io.verigrad.channel;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;

/**
 * What a channel is for ever; its hash names it (x402, {@code scheme_batch_settlement_evm}).
 *
 * @param payerAuthorizer the key that signs vouchers; zero where the payer's own account does
 * @param receiverAuthorizer who says what is claimed and given back, besides the receiver itself
 * @param withdrawDelay how many seconds pass before a payer gets out what the receiver did not claim
 * @param salt tells the channels of the same parties apart
 */
public record ChannelConfig(
        Address payer,
        Address payerAuthorizer,
        Address receiver,
        Address receiverAuthorizer,
        Address token,
        long withdrawDelay,
        Hash32 salt) {
    /** The least delay that the contract takes, in seconds. */
    public static final long MIN_WITHDRAW_DELAY = 900;

    /** The longest delay that the contract takes, in seconds. */
    public static final long MAX_WITHDRAW_DELAY = 2_592_000;

    public static final TypeHash TYPE = TypeHash.of("ChannelConfig(address payer,address payerAuthorizer,"
            + "address receiver,address receiverAuthorizer,address token,uint40 withdrawDelay,bytes32 salt)");

    private static final long MAX_UINT40 = (1L << 40) - 1;

    public ChannelConfig {
        if (withdrawDelay < 0 || withdrawDelay > MAX_UINT40) {
            throw new IllegalArgumentException("expected withdrawDelay as uint40, found " + withdrawDelay);
        }
    }

    /** The channel's name on a chain. */
    public Hash32 id(ChainId chain) {
        return ChannelContract.domain(chain)
                .digest(StructEncoder.of(TYPE)
                        .address(payer)
                        .address(payerAuthorizer)
                        .address(receiver)
                        .address(receiverAuthorizer)
                        .address(token)
                        .uint(withdrawDelay)
                        .bytes32(salt)
                        .hash());
    }
}
