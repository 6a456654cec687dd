package io.verigrad.chain;

import io.verigrad.chain.rpc.Selector;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * A signed transfer that anybody may submit (EIP-3009).
 *
 * @param asset the token
 * @param validAfter unix seconds, exclusive, {@code uint256}
 * @param validBefore unix seconds, exclusive, {@code uint256}
 * @param signature 65 bytes of a key, or whatever a contract account accepts (ERC-1271)
 */
public record TransferWithAuthorization(
        Address asset,
        Address from,
        Address to,
        TokenAmount value,
        BigInteger validAfter,
        BigInteger validBefore,
        Hash32 nonce,
        Bytes signature)
        implements PaymentTransfer {
    private static final Bytes BY_PARTS = Selector.of(
            "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)");
    private static final Bytes BY_BYTES =
            Selector.of("transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)");
    private static final int KEY_SIGNATURE = 65;

    public TransferWithAuthorization {
        if (validAfter.signum() < 0 || validAfter.bitLength() > 256) {
            throw new IllegalArgumentException("expected validAfter as uint256, found " + validAfter);
        }
        if (validBefore.signum() < 0 || validBefore.bitLength() > 256) {
            throw new IllegalArgumentException("expected validBefore as uint256, found " + validBefore);
        }
    }

    @Override
    public Address target() {
        return asset;
    }

    /** Signatures of 65 bytes go to the overload that every EIP-3009 token has. */
    @Override
    public Bytes callData() {
        StructEncoder words = StructEncoder.untyped()
                .address(from)
                .address(to)
                .uint(value)
                .uint(validAfter)
                .uint(validBefore)
                .bytes32(nonce);
        if (signature.size() == KEY_SIGNATURE) {
            words.uint(Byte.toUnsignedLong(signature.toArray()[64]))
                    .bytes32(new Hash32(signature.slice(0, 32)))
                    .bytes32(new Hash32(signature.slice(32, 64)));
            return Bytes.concat(BY_PARTS, words.encoded());
        }
        words.uint(7 * 32);
        return Bytes.concat(BY_BYTES, words.encoded(), DynamicData.encode(signature));
    }
}
