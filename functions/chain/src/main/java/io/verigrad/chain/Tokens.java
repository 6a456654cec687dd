package io.verigrad.chain;

import io.verigrad.chain.rpc.CallResult;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/** ERC-20 and EIP-3009 views and the simulation of a transfer. */
final class Tokens {
    private static final Bytes BALANCE_OF = Selector.of("balanceOf(address)");
    private static final Bytes AUTHORIZATION_STATE = Selector.of("authorizationState(address,bytes32)");
    private static final Bytes ALLOWANCE = Selector.of("allowance(address,address)");
    private static final Bytes NONCE_BITMAP = Selector.of("nonceBitmap(address,uint256)");
    /** What Settlement gives a payment. */
    private static final BigInteger GAS = BigInteger.valueOf(400_000);

    private final Rpc rpc;
    private final Address settlement;

    Tokens(Rpc rpc, Address settlement) {
        this.rpc = rpc;
        this.settlement = settlement;
    }

    TokenAmount balanceOf(Address asset, Address owner) throws ChainUnavailableException {
        Bytes words = StructEncoder.untyped().address(owner).encoded();
        return new TokenAmount(
                words(rpc.view(asset, Bytes.concat(BALANCE_OF, words))).uint(0));
    }

    AuthorizationState authorizationState(Address asset, Address from, Hash32 nonce) throws ChainUnavailableException {
        Bytes words = StructEncoder.untyped().address(from).bytes32(nonce).encoded();
        return words(rpc.view(asset, Bytes.concat(AUTHORIZATION_STATE, words)))
                                .uint(0)
                                .signum()
                        == 0
                ? AuthorizationState.UNUSED
                : AuthorizationState.USED;
    }

    /** What an owner lets a spender take. */
    TokenAmount allowance(Address asset, Address owner, Address spender) throws ChainUnavailableException {
        Bytes words = StructEncoder.untyped().address(owner).address(spender).encoded();
        return new TokenAmount(
                words(rpc.view(asset, Bytes.concat(ALLOWANCE, words))).uint(0));
    }

    /** Whether a Permit2 nonce is used up: bit {@code nonce mod 256} of word {@code nonce / 256}. */
    boolean isPermit2NonceUsed(Address owner, BigInteger nonce) throws ChainUnavailableException {
        Bytes words =
                StructEncoder.untyped().address(owner).uint(nonce.shiftRight(8)).encoded();
        BigInteger bitmap = words(rpc.view(Permit2Transfer.PERMIT2, Bytes.concat(NONCE_BITMAP, words)))
                .uint(0);
        return bitmap.testBit(nonce.intValue() & 0xff);
    }

    TransferSimulation simulate(PaymentTransfer transfer) throws ChainUnavailableException {
        return simulation(rpc.call(settlement, transfer.target(), transfer.callData(), GAS));
    }

    static TransferSimulation simulation(CallResult result) {
        return switch (result) {
            case CallResult.Returned(Bytes data)
            when saysNo(data) -> new TransferSimulation.Reverts("the token answered false");
            case CallResult.Returned ignored -> new TransferSimulation.Succeeds();
            case CallResult.Reverted(String reason, Bytes ignored) -> new TransferSimulation.Reverts(reason);
        };
    }

    private static boolean saysNo(Bytes data) {
        return data.size() >= 32 && data.slice(0, 32).isZero();
    }

    private static Words words(Bytes answer) {
        return new Words("eth_call", answer);
    }
}
