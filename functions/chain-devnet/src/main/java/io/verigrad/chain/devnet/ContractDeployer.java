package io.verigrad.chain.devnet;

import io.verigrad.contracts.Authority;
import io.verigrad.contracts.EnclaveRegistry;
import io.verigrad.contracts.OPG;
import io.verigrad.contracts.Settlement;
import io.verigrad.contracts.TestUsdc;
import io.verigrad.contracts.ValidatorSet;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.RemoteCall;
import org.web3j.tx.Contract;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.gas.ContractGasProvider;
import org.web3j.tx.gas.StaticGasProvider;

/** Sends the transactions that make a development chain, one after another. */
final class ContractDeployer {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final ContractGasProvider GAS =
            new StaticGasProvider(BigInteger.valueOf(3_000_000_000L), BigInteger.valueOf(8_000_000));
    private static final int RECEIPT_TRIES = 600;
    private static final int RECEIPT_PAUSE_MILLIS = 50;

    private final DevnetRpc rpc;
    private final DevnetGenesis genesis;
    private final Web3j web3j;
    private final TransactionManager admin;

    ContractDeployer(DevnetRpc rpc, DevnetGenesis genesis) {
        this.rpc = rpc;
        this.genesis = genesis;
        this.web3j = rpc.web3j();
        Credentials credentials = Credentials.create(genesis.admin().secret().toString());
        this.admin = new RawTransactionManager(web3j, credentials, Anvil.CHAIN_ID, RECEIPT_TRIES, RECEIPT_PAUSE_MILLIS);
    }

    DevnetContracts deploy() throws IOException {
        fund();
        String adminAddress = genesis.admin().address().toString();
        Address authority = deployed(Authority.deploy(web3j, admin, GAS, adminAddress));
        Address validatorSet = validatorSet(authority);
        Address registry = enclaveRegistry(authority, validatorSet);
        Address settlement = settlement(authority, registry, validatorSet);
        usdc();
        Address opg = deployed(OPG.deploy(web3j, admin, GAS, adminAddress));
        return new DevnetContracts(authority, validatorSet, registry, settlement, DevnetContracts.USDC, opg);
    }

    private void fund() throws IOException {
        rpc.setBalance(genesis.admin().address(), ETHER.multiply(BigInteger.valueOf(1_000)));
        for (Address account : genesis.funded()) {
            rpc.setBalance(account, ETHER.multiply(BigInteger.valueOf(100)));
        }
    }

    private Address validatorSet(Address authority) throws IOException {
        ValidatorSet contract = sent(ValidatorSet.deploy(web3j, admin, GAS, authority.toString()));
        for (Map.Entry<Address, Long> validator : genesis.validators().entrySet()) {
            sent(contract.setWeight(validator.getKey().toString(), BigInteger.valueOf(validator.getValue())));
        }
        return Address.parse(contract.getContractAddress());
    }

    private Address enclaveRegistry(Address authority, Address validatorSet) throws IOException {
        EnclaveRegistry contract =
                sent(EnclaveRegistry.deploy(web3j, admin, GAS, authority.toString(), validatorSet.toString()));
        for (Hash32 measurementSet : genesis.measurementSets()) {
            sent(contract.allowMeasurementSet(measurementSet.toArray()));
        }
        return Address.parse(contract.getContractAddress());
    }

    private Address settlement(Address authority, Address registry, Address validatorSet) throws IOException {
        String treasury = genesis.treasury().toString();
        Settlement.Split split = new Settlement.Split(
                BigInteger.valueOf(7_000),
                BigInteger.valueOf(2_000),
                BigInteger.valueOf(700),
                BigInteger.valueOf(300),
                treasury,
                treasury);
        return deployed(Settlement.deploy(
                web3j, admin, GAS, authority.toString(), registry.toString(), validatorSet.toString(), split));
    }

    private void usdc() throws IOException {
        Address made = deployed(TestUsdc.deploy(web3j, admin, GAS));
        rpc.setCode(DevnetContracts.USDC, rpc.code(made));
        TestUsdc usdc = TestUsdc.load(DevnetContracts.USDC.toString(), web3j, admin, GAS);
        for (Map.Entry<Address, TokenAmount> owner : genesis.usdc().entrySet()) {
            sent(usdc.mint(owner.getKey().toString(), owner.getValue().value()));
        }
    }

    private static Address deployed(RemoteCall<? extends Contract> deployment) throws IOException {
        return Address.parse(sent(deployment).getContractAddress());
    }

    private static <T> T sent(RemoteCall<T> call) throws IOException {
        try {
            return call.send();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            // RemoteCall declares Exception.
            throw new IOException("a transaction of the deployment failed: " + e.getMessage(), e);
        }
    }
}
