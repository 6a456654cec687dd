package io.verigrad.chain.devnet;

import io.verigrad.chain.ChainConfig;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Where the contracts of a development chain are. */
public record DevnetContracts(
        Address authority,
        Address timelock,
        Address governor,
        Address genesis,
        Address opg,
        Address validatorStaking,
        Address enclaveRegistry,
        Address modelRegistry,
        Address settlement,
        Address inferenceRequests,
        Address disputes,
        Address channelClaims,
        Address usdc) {
    /** The address of USDC on Base Sepolia, so that x402 clients know the asset. */
    public static final Address USDC = Address.parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e");

    /**
     * Deploys everything on a fresh anvil.
     *
     * @throws IOException if anvil cannot be reached or a transaction fails
     */
    public static DevnetContracts deploy(URI rpcUrl, DevnetGenesis genesis) throws IOException {
        try (DevnetRpc rpc = new DevnetRpc(rpcUrl)) {
            return new ContractDeployer(rpc, genesis, DevnetPlan.load()).deploy();
        }
    }

    static DevnetContracts of(DevnetPlan plan) {
        DeploymentManifest manifest = plan.manifest();
        return new DevnetContracts(
                manifest.addressOf("Authority"),
                manifest.addressOf("TimelockController"),
                manifest.addressOf("VerigradGovernor"),
                manifest.addressOf("Genesis"),
                manifest.addressOf("OPG"),
                manifest.addressOf("ValidatorStaking"),
                manifest.addressOf("EnclaveRegistry"),
                manifest.addressOf("ModelRegistry"),
                manifest.addressOf("Settlement"),
                manifest.addressOf("InferenceRequests"),
                manifest.addressOf("Disputes"),
                manifest.addressOf("ChannelClaims"),
                plan.standIn("TestUsdc"));
    }

    /** How the services reach this chain. */
    public ChainConfig config(URI rpcUrl) {
        return new ChainConfig(
                rpcUrl, new ChainId(Anvil.CHAIN_ID), settlement, enclaveRegistry, Duration.ofSeconds(10));
    }
}
