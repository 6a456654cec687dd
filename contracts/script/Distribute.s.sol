// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Genesis} from "../src/genesis/Genesis.sol";
import {Vm} from "../test/lib/Vm.sol";
import {AllocationFile} from "./AllocationFile.sol";

/// @notice Deploys the token and hands it out by the table that VERIGRAD_ALLOCATION names.
contract Distribute {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function run() external returns (Genesis genesis) {
        string memory path = vm.envOr("VERIGRAD_ALLOCATION", "genesis/allocation.json");
        (Genesis.Grant[] memory grants, uint64 startTime) = AllocationFile.read(path);
        vm.startBroadcast();
        genesis = new Genesis(grants, startTime);
        vm.stopBroadcast();
    }
}
