package io.verigrad.chain.devnet;

import io.verigrad.chain.rpc.Selector;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a development chain: replays the deployment, and then does what holders, validators and governance would do on a
 * real chain, in their names and without their keys, as only a local node allows.
 */
final class ContractDeployer {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    /** What a validator stakes per unit of weight: the least total that a quorum is counted of. */
    private static final BigInteger STAKE = ETHER.multiply(BigInteger.valueOf(1_000_000));
    /** Of {@code Roles.sol}. */
    private static final long GUARDIAN = 1;

    private final DevnetRpc rpc;
    private final DevnetGenesis genesis;
    private final DevnetPlan plan;
    private final DevnetContracts contracts;
    private final List<Hash32> sent = new ArrayList<>();

    ContractDeployer(DevnetRpc rpc, DevnetGenesis genesis, DevnetPlan plan) {
        this.rpc = rpc;
        this.genesis = genesis;
        this.plan = plan;
        this.contracts = DevnetContracts.of(plan);
    }

    DevnetContracts deploy() throws IOException {
        fund();
        rpc.impersonateAll(true);
        for (DevnetPlan.StandIn standIn : plan.standIns()) {
            rpc.setCode(standIn.address(), standIn.code());
        }
        for (DevnetPlan.Step step : plan.steps()) {
            send(plan.deployer(), step.to(), step.data());
        }
        stake();
        govern();
        mint();
        for (Hash32 transaction : sent) {
            rpc.requireSuccess(transaction);
        }
        rpc.impersonateAll(false);
        // Stake weighs from the second after.
        rpc.awaitBlockAfter(rpc.latestTimestamp());
        return contracts;
    }

    private void fund() throws IOException {
        List<Address> senders = new ArrayList<>(genesis.validators().keySet());
        senders.add(plan.deployer());
        senders.add(contracts.timelock());
        senders.add(genesis.guardian());
        senders.addAll(genesis.funded());
        for (Address account : senders) {
            rpc.setBalance(account, ETHER.multiply(BigInteger.valueOf(100)));
        }
    }

    private void stake() throws IOException {
        for (Map.Entry<Address, Long> entry : genesis.validators().entrySet()) {
            Address validator = entry.getKey();
            BigInteger amount = STAKE.multiply(BigInteger.valueOf(entry.getValue()));
            send(plan.deployer(), contracts.opg(), call("transfer(address,uint256)", arguments(validator, amount)));
            send(
                    validator,
                    contracts.opg(),
                    call("approve(address,uint256)", arguments(contracts.validatorStaking(), amount)));
            send(validator, contracts.validatorStaking(), call("stake(address,uint256)", arguments(validator, amount)));
        }
    }

    private void govern() throws IOException {
        for (Hash32 measurementSet : genesis.measurementSets()) {
            StructEncoder arguments = StructEncoder.untyped().bytes32(measurementSet);
            send(contracts.timelock(), contracts.enclaveRegistry(), call("allowMeasurementSet(bytes32)", arguments));
        }
        StructEncoder role = StructEncoder.untyped()
                .uint(GUARDIAN)
                .address(genesis.guardian())
                .uint(0);
        send(contracts.timelock(), contracts.authority(), call("grantRole(uint64,address,uint32)", role));
        StructEncoder split = StructEncoder.untyped()
                .uint(7_000)
                .uint(2_000)
                .uint(700)
                .uint(300)
                .address(genesis.treasury())
                .address(genesis.treasury());
        send(
                contracts.timelock(),
                contracts.settlement(),
                call("setSplit((uint16,uint16,uint16,uint16,address,address))", split));
    }

    private void mint() throws IOException {
        for (Map.Entry<Address, TokenAmount> owner : genesis.usdc().entrySet()) {
            StructEncoder arguments = arguments(owner.getKey(), owner.getValue().value());
            send(plan.deployer(), contracts.usdc(), call("mint(address,uint256)", arguments));
        }
    }

    private void send(Address from, Address to, Bytes data) throws IOException {
        sent.add(rpc.sendAs(from, to, data));
    }

    private static StructEncoder arguments(Address account, BigInteger amount) {
        return StructEncoder.untyped().address(account).uint(amount);
    }

    private static Bytes call(String signature, StructEncoder arguments) {
        return Bytes.concat(Selector.of(signature), arguments.encoded());
    }
}
