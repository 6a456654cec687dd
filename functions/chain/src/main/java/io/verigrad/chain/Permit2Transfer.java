package io.verigrad.chain;

import io.verigrad.chain.rpc.Selector;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A transfer by Permit2 through the proxy of an x402 scheme, which pays nobody but whom the payer signed.
 *
 * @param proxy the contract that the payer allowed to take the money
 * @param permitted what the payer signed; of {@code upto} less may be taken
 * @param value what is taken
 * @param facilitator for {@code upto} the account that must call; empty for {@code exact}
 * @param signature 65 bytes, or what the payer's contract account accepts
 */
public record Permit2Transfer(
        Address proxy,
        Address asset,
        Address from,
        Address to,
        TokenAmount permitted,
        TokenAmount value,
        BigInteger nonce,
        BigInteger deadline,
        BigInteger validAfter,
        Optional<Address> facilitator,
        Bytes signature)
        implements PaymentTransfer {
    /** Permit2, at the same address on every chain. */
    public static final Address PERMIT2 = Address.parse("0x000000000022D473030F116dDEE9F6B43aC78BA3");

    private static final Bytes EXACT =
            Selector.of("settle(((address,uint256),uint256,uint256),address,(address,uint256),bytes)");
    private static final Bytes UPTO =
            Selector.of("settle(((address,uint256),uint256,uint256),uint256,address,(address,address,uint256),bytes)");
    private static final int EXACT_WORDS = 8;
    private static final int UPTO_WORDS = 10;

    public Permit2Transfer {
        if (value.compareTo(permitted) > 0) {
            throw new IllegalArgumentException("expected at most " + permitted + ", found " + value);
        }
        if (facilitator.isEmpty() && !value.equals(permitted)) {
            throw new IllegalArgumentException("expected exactly " + permitted + ", found " + value);
        }
    }

    @Override
    public Address target() {
        return proxy;
    }

    @Override
    public Bytes callData() {
        return Bytes.concat(facilitator.isPresent() ? UPTO : EXACT, arguments(0));
    }

    /**
     * The arguments of either settle.
     *
     * @param before how many words stand before them, which the place of the signature counts
     */
    Bytes arguments(int before) {
        StructEncoder words = StructEncoder.untyped()
                .address(asset)
                .uint(permitted)
                .uint(nonce)
                .uint(deadline);
        facilitator.ifPresent(ignored -> words.uint(value));
        words.address(from).address(to);
        facilitator.ifPresent(words::address);
        words.uint(validAfter).uint((before + (facilitator.isPresent() ? UPTO_WORDS : EXACT_WORDS)) * 32L);
        return Bytes.concat(words.encoded(), DynamicData.encode(signature));
    }

    /** It never prints its signature. */
    @Override
    public String toString() {
        return "Permit2Transfer[" + value + " of " + asset + " from " + from + " to " + to + ']';
    }
}
