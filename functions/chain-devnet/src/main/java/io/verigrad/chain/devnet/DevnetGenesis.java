package io.verigrad.chain.devnet;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.List;
import java.util.Map;

/**
 * What a development chain starts with, beside the deployment that every chain has.
 *
 * @param guardian may revoke single enclave keys; it is given ether
 * @param validators their weights, in millions of OPG that each stakes
 * @param measurementSets those that enclaves may register with
 * @param treasury takes the treasury's and the validators' shares
 * @param usdc test money by account
 * @param funded accounts that are given ether besides, to send transactions
 */
public record DevnetGenesis(
        Address guardian,
        Map<Address, Long> validators,
        List<Hash32> measurementSets,
        Address treasury,
        Map<Address, TokenAmount> usdc,
        List<Address> funded) {
    public DevnetGenesis {
        validators = Map.copyOf(validators);
        measurementSets = List.copyOf(measurementSets);
        usdc = Map.copyOf(usdc);
        funded = List.copyOf(funded);
        if (validators.values().stream().anyMatch(weight -> weight <= 0)) {
            throw new IllegalArgumentException("expected validators with positive weights");
        }
    }
}
