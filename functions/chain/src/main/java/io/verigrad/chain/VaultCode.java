package io.verigrad.chain;

import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;

/** The runtime code of every vault of one Settlement: a minimal proxy (ERC-1167) of the vault code that it deployed. */
final class VaultCode {
    private static final Bytes BEFORE = Bytes.parse("0x363d3d373d3d3d363d73");
    private static final Bytes AFTER = Bytes.parse("0x5af43d82803e903d91602b57fd5bf3");

    private VaultCode() {}

    static Bytes of(Address settlement) {
        return Bytes.concat(BEFORE, firstCreatedBy(settlement).bytes(), AFTER);
    }

    /** The address of a contract's first {@code CREATE}: the hash of the RLP list of creator and nonce 1 (EIP-161). */
    private static Address firstCreatedBy(Address creator) {
        byte[] rlp = Bytes.concat(Bytes.parse("0xd694"), creator.bytes(), Bytes.parse("0x01"))
                .toArray();
        return new Address(Keccak256.hash(rlp).bytes().slice(12, 32));
    }
}
