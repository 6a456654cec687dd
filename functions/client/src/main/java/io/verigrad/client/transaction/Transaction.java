package io.verigrad.client.transaction;

import io.verigrad.crypto.Keccak256;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Signature;
import java.math.BigInteger;

/**
 * A call of a contract, as EIP-1559 has it; it sends no ether.
 *
 * @param nonce how many transactions the account sent before
 * @param maxPriorityFee for each gas, wei
 * @param maxFee for each gas, wei
 */
record Transaction(
        ChainId chain, long nonce, BigInteger maxPriorityFee, BigInteger maxFee, long gas, Address to, Bytes data) {
    private static final Bytes TYPE = Bytes.of((byte) 2);
    private static final Bytes NOTHING = Rlp.bytes(Bytes.EMPTY);

    /** What a node takes. */
    Bytes signed(PrivateKey key) {
        Signature signature = key.sign(Keccak256.hash(encoded().toArray()));
        return encoded(
                Rlp.number(BigInteger.valueOf(signature.v() - 27L)),
                Rlp.number(signature.r()),
                Rlp.number(signature.s()));
    }

    private Bytes encoded(Bytes... signature) {
        Bytes fields = Bytes.concat(
                Rlp.number(BigInteger.valueOf(chain.value())),
                Rlp.number(BigInteger.valueOf(nonce)),
                Rlp.number(maxPriorityFee),
                Rlp.number(maxFee),
                Rlp.number(BigInteger.valueOf(gas)),
                Rlp.bytes(to.bytes()),
                NOTHING,
                Rlp.bytes(data),
                Rlp.list());
        return Bytes.concat(TYPE, Rlp.list(fields, Bytes.concat(signature)));
    }
}
