package io.verigrad.chain;

import io.verigrad.chain.rpc.Selector;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;

/**
 * A transfer of a contract wallet that does not stand yet: its factory makes it in the same transaction (ERC-6492). The
 * factory may fail, since somebody else may have made the wallet meanwhile; the transfer may not.
 *
 * @param factory one that the operator trusts, since anything may be asked of it
 */
public record DeployingTransfer(Address factory, Bytes factoryCall, TransferWithAuthorization transfer)
        implements PaymentTransfer {
    /** Multicall3, at the same address on every chain that has it. */
    public static final Address MULTICALL3 = Address.parse("0xcA11bde05977b3631167028862bE2a173976CA11");

    private static final Bytes AGGREGATE = Selector.of("aggregate3((address,bool,bytes)[])");
    private static final int WORD = 32;

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
        return MULTICALL3;
    }

    @Override
    public Bytes callData() {
        Bytes deploy = call(factory, 1, factoryCall);
        Bytes pay = call(transfer.target(), 0, transfer.callData());
        Bytes head = StructEncoder.untyped()
                .uint(WORD)
                .uint(2)
                .uint(2 * WORD)
                .uint(2 * WORD + deploy.size())
                .encoded();
        return Bytes.concat(AGGREGATE, head, deploy, pay);
    }

    private static Bytes call(Address target, int mayFail, Bytes data) {
        Bytes head = StructEncoder.untyped()
                .address(target)
                .uint(mayFail)
                .uint(3 * WORD)
                .encoded();
        return Bytes.concat(head, DynamicData.encode(data));
    }
}
