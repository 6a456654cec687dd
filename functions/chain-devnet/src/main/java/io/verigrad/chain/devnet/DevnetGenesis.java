package io.verigrad.chain.devnet;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.List;
import java.util.Map;

/**
 * What a development chain starts with.
 *
 * @param admin deploys everything, administers it and holds all OPG; it is given ether
 * @param validators their weights
 * @param measurementSets those that enclaves may register with
 * @param treasury takes the treasury's and the validators' shares
 * @param usdc test money by account
 * @param funded accounts that are given ether besides the admin, to send transactions
 */
public record DevnetGenesis(
        PrivateKey admin,
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
