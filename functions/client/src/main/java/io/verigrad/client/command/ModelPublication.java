package io.verigrad.client.command;

import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.client.transaction.Abi;
import io.verigrad.client.transaction.Account;
import io.verigrad.client.transaction.TransactionOutcome;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;

/** The steps of publishing a model. Each can be made again: what is there already is left as it is. */
record ModelPublication(Account account, Address registry) {
    /** The model's id; the name is taken if it was not. */
    Hash32 model(String name) throws CommandFailure, RegistryUnavailableException {
        Hash32 model = idOf(account.address(), name);
        Bytes known =
                account.view(registry, Abi.call("modelOf(bytes32)", Abi.words().bytes32(model)));
        if (Abi.address(known, 0).isZero()) {
            Transactions.done(account, registry, Abi.call("publish(string)", Abi.words(), name));
        }
        return model;
    }

    TransactionOutcome.Done version(Hash32 model, Hash32 manifest, Address host, Assurance assurance)
            throws CommandFailure, RegistryUnavailableException {
        return Transactions.done(
                account,
                registry,
                Abi.call(
                        "publishVersion(bytes32,bytes32,address,uint8)",
                        Abi.words()
                                .bytes32(model)
                                .bytes32(manifest)
                                .address(host)
                                .uint(assurance.code())));
    }

    long versionOf(Hash32 model, Hash32 manifest) throws RegistryUnavailableException {
        return Abi.number(
                        account.view(
                                registry,
                                Abi.call(
                                        "versionByDigest(bytes32,bytes32)",
                                        Abi.words().bytes32(model).bytes32(manifest))),
                        0)
                .longValue();
    }

    void price(Hash32 model, long version, ModelPrice price) throws CommandFailure, RegistryUnavailableException {
        Transactions.done(
                account,
                registry,
                Abi.call(
                        "setPrice(bytes32,uint32,address,(bool,uint80,uint80,uint80))",
                        Abi.words()
                                .bytes32(model)
                                .uint(version)
                                .address(price.asset())
                                .uint(1)
                                .uint(price.flat())
                                .uint(price.inputUnit())
                                .uint(price.outputUnit())));
    }

    private Hash32 idOf(Address publisher, String name) throws RegistryUnavailableException {
        return Abi.hash(
                account.view(
                        registry, Abi.call("idOf(address,string)", Abi.words().address(publisher), name)),
                0);
    }
}
