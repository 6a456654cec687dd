package io.verigrad.receipt;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.json.DecimalString;
import io.verigrad.merkle.SumNode;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * What an enclave signs to claim payment channels: its receipts of channels of one vault and asset are all under this
 * Merkle-sum root.
 *
 * @param sum what the receipts charge together, in atomic units
 * @param count how many they are, from 1
 * @param issuedAt unix seconds
 */
public record ReceiptRoot(
        Hash32 root,
        TokenAmount sum,
        @DecimalString long count,
        Address payTo,
        Address asset,
        Address enclaveKey,
        @DecimalString long issuedAt) {
    public static final TypeHash TYPE = TypeHash.of("ReceiptRoot(bytes32 root,uint128 sum,uint64 count,address payTo,"
            + "address asset,address enclaveKey,uint64 issuedAt)");

    public ReceiptRoot {
        if (count < 1 || issuedAt < 0 || !sum.fitsUint128()) {
            throw new IllegalArgumentException(
                    "expected a root over one receipt or more, found " + count + " that charge " + sum);
        }
    }

    public static ReceiptRoot of(SumNode top, Address payTo, Address asset, Address enclaveKey, long issuedAt) {
        return new ReceiptRoot(top.hash(), top.sum(), top.count(), payTo, asset, enclaveKey, issuedAt);
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .bytes32(root)
                .uint(sum)
                .uint(count)
                .address(payTo)
                .address(asset)
                .address(enclaveKey)
                .uint(issuedAt)
                .hash();
    }
}
