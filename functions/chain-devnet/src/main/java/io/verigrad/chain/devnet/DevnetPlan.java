package io.verigrad.chain.devnet;

import io.verigrad.contracts.Settlement;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The deployment of a local chain as the contracts' own script planned it when they were built: the same steps, by the
 * same account, to the same addresses.
 *
 * @param deployer makes the steps; on a local chain it holds all OPG that is not vesting
 * @param standIns contracts that only local chains have, put where clients look for them
 */
record DevnetPlan(Address deployer, List<StandIn> standIns, List<Step> steps, DeploymentManifest manifest) {
    record StandIn(String name, Address address, Bytes code) {}

    record Step(Address to, Bytes data) {}

    DevnetPlan {
        standIns = List.copyOf(standIns);
        steps = List.copyOf(steps);
    }

    static DevnetPlan load() throws IOException {
        try (InputStream in = Settlement.class.getResourceAsStream("devnet-plan.json")) {
            if (in == null) {
                throw new IllegalStateException("the contracts' jar lacks the plan of their deployment");
            }
            return Json.read(in.readAllBytes(), DevnetPlan.class);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the plan of the deployment is not what the script writes", e);
        }
    }

    Address standIn(String name) {
        return standIns.stream()
                .filter(standIn -> standIn.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stand-in is named " + name))
                .address();
    }
}
