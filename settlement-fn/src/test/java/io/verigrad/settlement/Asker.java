package io.verigrad.settlement;

import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.contracts.TestAsker;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint128;
import org.web3j.abi.datatypes.generated.Uint32;

/** A contract on the test's chain that asks for inferences. */
record Asker(World world, Address address) {
    static final long PRICE = 10_000;

    static Asker deploy(World world, Address requests) throws Exception {
        Bytes argument = StructEncoder.untyped().address(requests).encoded();
        Address address = world.create(Bytes.concat(Bytes.parse("0x" + TestAsker.BINARY), argument));
        world.mint(address, 10 * PRICE);
        return new Asker(world, address);
    }

    BigInteger ask(Hash32 model, int lifetime, String path, String body) throws Exception {
        return world.chain
                .requests(requests())
                .opened(send(new Function(
                        "ask",
                        java.util.List.of(
                                new Bytes32(model.toArray()),
                                new org.web3j.abi.datatypes.Address(DevnetContracts.USDC.toString()),
                                new Uint128(PRICE),
                                new Uint32(lifetime),
                                new Utf8String(path),
                                new Utf8String(body)),
                        java.util.List.of())))
                .getFirst();
    }

    void refuse(boolean yes) throws Exception {
        send(new Function("refuse", java.util.List.of(new Bool(yes)), java.util.List.of()));
    }

    private io.verigrad.chain.transaction.TransactionReceipt send(Function function) throws Exception {
        return world.send(Keys.STRANGER, address, Bytes.parse(FunctionEncoder.encode(function)));
    }

    static Address requests() {
        return Address.parse(org.eclipse.microprofile.config.ConfigProvider.getConfig()
                .getValue("verigrad.chain.inference-requests", String.class));
    }
}
