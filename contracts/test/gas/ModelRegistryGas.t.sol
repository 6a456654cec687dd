// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {Test} from "../lib/Test.sol";

/// @notice What publishing costs.
contract ModelRegistryGasTest is Test {
    function test_publishGas() public {
        vm.warp(1_790_000_000);
        bytes memory start = abi.encodeCall(ModelRegistry.initialize, (address(this)));
        ModelRegistry registry = ModelRegistry(address(new ERC1967Proxy(address(new ModelRegistry()), start)));
        bytes32 id = registry.publish("all-minilm-l6-v2");
        vm.snapshotGasLastCall("ModelRegistry", "publish");
        registry.publishVersion(id, keccak256("manifest"), address(0x4057), 3);
        vm.snapshotGasLastCall("ModelRegistry", "publishVersion");
        registry.setPrice(id, 1, address(0x05dc), IModelRegistry.Price(true, 1000, 3, 15));
        vm.snapshotGasLastCall("ModelRegistry", "setPrice");
    }
}
