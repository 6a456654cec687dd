package io.verigrad.chain;

import io.verigrad.chain.rpc.Selector;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * A transfer by Permit2 of a payer who has not let Permit2 take anything yet: the token is shown the payer's permit in the
 * same transaction (EIP-2612). The permit may fail, since anybody may have shown it before; the transfer may not.
 *
 * @param deadline until when the permit is good, in seconds
 * @param permit 65 bytes, over the amount that the transfer permits
 */
public record PermittingTransfer(Permit2Transfer transfer, BigInteger deadline, Bytes permit)
        implements PaymentTransfer {
    private static final String PERMIT = "(uint256,uint256,bytes32,bytes32,uint8)";
    private static final Bytes EXACT = Selector.of(
            "settleWithPermit(" + PERMIT + ",((address,uint256),uint256,uint256),address,(address,uint256),bytes)");
    private static final Bytes UPTO = Selector.of("settleWithPermit(" + PERMIT
            + ",((address,uint256),uint256,uint256),uint256,address,(address,address,uint256),bytes)");
    private static final int PERMIT_WORDS = 5;

    public PermittingTransfer {
        if (permit.size() != 65) {
            throw new IllegalArgumentException("expected a permit of 65 bytes, found " + permit.size());
        }
    }

    @Override
    public Address asset() {
        return transfer.asset();
    }

    @Override
    public Address from() {
        return transfer.from();
    }

    @Override
    public Address to() {
        return transfer.to();
    }

    @Override
    public TokenAmount value() {
        return transfer.value();
    }

    @Override
    public Address target() {
        return transfer.target();
    }

    @Override
    public Bytes callData() {
        byte[] signature = permit.toArray();
        Bytes head = StructEncoder.untyped()
                .uint(transfer.permitted())
                .uint(deadline)
                .encoded();
        Bytes rs = permit.slice(0, 64);
        Bytes v =
                StructEncoder.untyped().uint(Byte.toUnsignedInt(signature[64])).encoded();
        return Bytes.concat(
                transfer.facilitator().isPresent() ? UPTO : EXACT, head, rs, v, transfer.arguments(PERMIT_WORDS));
    }

    /** It never prints its signatures. */
    @Override
    public String toString() {
        return "PermittingTransfer[" + transfer + ']';
    }
}
