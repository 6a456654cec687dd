package io.verigrad.settlement;

import io.verigrad.chain.channel.ChannelCalls;
import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelContract;
import io.verigrad.channel.ChannelState;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/** A channel of the payer for the host's vault, with money in it. */
record PaidChannel(World world, ChannelConfig config) {
    private static final ChainId CHAIN = new ChainId(Anvil.CHAIN_ID);
    private static final TypedDataDomain USDC = TypedDataDomain.of("USDC", "2", CHAIN, DevnetContracts.USDC);
    private static final TypeHash RECEIVE = TypeHash.of("ReceiveWithAuthorization(address from,address to,"
            + "uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");

    static PaidChannel open(World world, String name, long amount) throws Exception {
        PaidChannel channel = new PaidChannel(
                world,
                new ChannelConfig(
                        Keys.PAYER.address(),
                        Keys.PAYER.address(),
                        world.vault,
                        world.chain.config().settlement(),
                        DevnetContracts.USDC,
                        86_400,
                        Keys.hash(name)));
        channel.payIn(amount);
        return channel;
    }

    Hash32 id() {
        return config.id(CHAIN);
    }

    Bytes voucher(long maxClaimable) {
        return Keys.PAYER
                .sign(ChannelContract.voucher(CHAIN, id(), TokenAmount.of(maxClaimable)))
                .bytes();
    }

    ChannelState state() throws Exception {
        return world.chain.channels().state(id());
    }

    private void payIn(long amount) throws Exception {
        BigInteger end = BigInteger.valueOf(world.chain.latestBlock().timestamp() + 3600);
        Bytes signature = Keys.PAYER
                .sign(USDC.digest(StructEncoder.of(RECEIVE)
                        .address(Keys.PAYER.address())
                        .address(ChannelContract.ERC3009_COLLECTOR)
                        .uint(amount)
                        .uint(0)
                        .uint(end)
                        .bytes32(ChannelContract.depositNonce(id(), BigInteger.ONE))
                        .hash()))
                .bytes();
        world.send(
                Keys.STRANGER,
                ChannelContract.ADDRESS,
                ChannelCalls.deposit(config, TokenAmount.of(amount), BigInteger.ZERO, end, BigInteger.ONE, signature));
    }
}
