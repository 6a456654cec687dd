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
    private static final Bytes TRANSFER_VRS = Selector.of(
            "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)");
    private static final Bytes TRANSFER_BYTES =
            Selector.of("transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)");
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

    TransferSimulation simulate(TransferWithAuthorization transfer) throws ChainUnavailableException {
        return switch (rpc.call(settlement, transfer.asset(), transferCall(transfer), GAS)) {
            case CallResult.Returned(Bytes data)
            when saysNo(data) -> new TransferSimulation.Reverts("the token answered false");
            case CallResult.Returned ignored -> new TransferSimulation.Succeeds();
            case CallResult.Reverted(String reason, Bytes ignored) -> new TransferSimulation.Reverts(reason);
        };
    }

    static Bytes transferCall(TransferWithAuthorization transfer) {
        StructEncoder words = StructEncoder.untyped()
                .address(transfer.from())
                .address(transfer.to())
                .uint(transfer.value())
                .uint(transfer.validAfter())
                .uint(transfer.validBefore())
                .bytes32(transfer.nonce());
        Bytes signature = transfer.signature();
        if (signature.size() == 65) {
            words.uint(Byte.toUnsignedLong(signature.toArray()[64]))
                    .bytes32(new Hash32(signature.slice(0, 32)))
                    .bytes32(new Hash32(signature.slice(32, 64)));
            return Bytes.concat(TRANSFER_VRS, words.encoded());
        }
        words.uint(7 * 32).uint(signature.size());
        Bytes padding = Bytes.of(new byte[(32 - signature.size() % 32) % 32]);
        return Bytes.concat(TRANSFER_BYTES, words.encoded(), signature, padding);
    }

    private static boolean saysNo(Bytes data) {
        return data.size() >= 32 && data.slice(0, 32).isZero();
    }

    private static Words words(Bytes answer) {
        return new Words("eth_call", answer);
    }
}
