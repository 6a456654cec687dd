package io.verigrad.chain.channel;

import io.verigrad.channel.ChannelClaim;
import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelContract;
import io.verigrad.contracts.BatchSettlement;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.DefaultFunctionEncoder;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint128;
import org.web3j.abi.datatypes.generated.Uint256;

/** Call data for the channel contract. */
public final class ChannelCalls {
    private ChannelCalls() {}

    /**
     * Pays into a channel by EIP-3009.
     *
     * @param validAfter unix seconds, {@code uint256}
     * @param validBefore unix seconds, {@code uint256}
     * @param salt of the authorization's nonce
     * @param signature of the payer
     */
    public static Bytes deposit(
            ChannelConfig channel,
            TokenAmount amount,
            BigInteger validAfter,
            BigInteger validBefore,
            BigInteger salt,
            Bytes signature) {
        Bytes collected = Bytes.parse("0x"
                + new DefaultFunctionEncoder()
                        .encodeParameters(List.of(
                                new Uint256(validAfter),
                                new Uint256(validBefore),
                                new Uint256(salt),
                                bytes(signature))));
        return encode(
                BatchSettlement.FUNC_DEPOSIT,
                config(channel),
                new Uint128(amount.value()),
                new Address(ChannelContract.ERC3009_COLLECTOR.toString()),
                bytes(collected));
    }

    /** Claims, as the authorizer of all these channels signed. */
    public static Bytes claim(List<ChannelClaim> claims, Bytes signature) {
        return encode(
                BatchSettlement.FUNC_CLAIMWITHSIGNATURE,
                new DynamicArray<>(
                        BatchSettlement.VoucherClaim.class,
                        claims.stream().map(ChannelCalls::claim).toList()),
                bytes(signature));
    }

    /** Pays out what a receiver claimed of a token. */
    public static Bytes settle(io.verigrad.value.Address receiver, io.verigrad.value.Address token) {
        return encode(BatchSettlement.FUNC_SETTLE, new Address(receiver.toString()), new Address(token.toString()));
    }

    /** Gives back, as the channel's authorizer signed. */
    public static Bytes refund(ChannelConfig channel, TokenAmount amount, BigInteger nonce, Bytes signature) {
        return encode(
                BatchSettlement.FUNC_REFUNDWITHSIGNATURE,
                config(channel),
                new Uint128(amount.value()),
                new Uint256(nonce),
                bytes(signature));
    }

    /** Several of these in one call: all of them or none. */
    public static Bytes all(List<Bytes> calls) {
        return encode(
                BatchSettlement.FUNC_MULTICALL,
                new DynamicArray<>(
                        DynamicBytes.class,
                        calls.stream().map(ChannelCalls::bytes).toList()));
    }

    /** One claim, as the contracts take it. */
    public static BatchSettlement.VoucherClaim claim(ChannelClaim claim) {
        return new BatchSettlement.VoucherClaim(
                new BatchSettlement.Voucher(
                        config(claim.channel()), claim.maxClaimable().value()),
                claim.signature().toArray(),
                claim.totalClaimed().value());
    }

    private static BatchSettlement.ChannelConfig config(ChannelConfig channel) {
        return new BatchSettlement.ChannelConfig(
                channel.payer().toString(),
                channel.payerAuthorizer().toString(),
                channel.receiver().toString(),
                channel.receiverAuthorizer().toString(),
                channel.token().toString(),
                BigInteger.valueOf(channel.withdrawDelay()),
                channel.salt().toArray());
    }

    private static DynamicBytes bytes(Bytes value) {
        return new DynamicBytes(value.toArray());
    }

    @SuppressWarnings("rawtypes") // Function takes its parameters raw
    private static Bytes encode(String name, Type... parameters) {
        return Bytes.parse(FunctionEncoder.encode(new Function(name, List.of(parameters), List.of())));
    }
}
