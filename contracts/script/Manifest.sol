// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Vm} from "../test/lib/Vm.sol";
import {Sender} from "./Sender.sol";

/// @notice What a deployment is, and what it takes, as JSON.
library Manifest {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @notice Chain, and address and code hash of every part.
    function text(Sender.Part[] memory parts) internal view returns (string memory json) {
        json = string.concat('{\n  "chainId": ', vm.toString(block.chainid), ',\n  "contracts": {');
        for (uint256 i = 0; i < parts.length; ++i) {
            json = string.concat(
                json,
                i == 0 ? "\n" : ",\n",
                string.concat('    "', parts[i].name, '": {"address": "', vm.toString(parts[i].place)),
                string.concat('", "codeHash": "', vm.toString(parts[i].place.codehash), '"}')
            );
        }
        json = string.concat(json, "\n  }\n}\n");
    }

    /// @notice The deployer's calls, in order.
    function text(Sender.Step[] memory steps) internal pure returns (string memory json) {
        for (uint256 i = 0; i < steps.length; ++i) {
            json = string.concat(
                json,
                i == 0 ? "\n" : ",\n",
                string.concat('{"to": "', vm.toString(steps[i].to), '", "data": "', vm.toString(steps[i].data), '"}')
            );
        }
        json = string.concat("[", json, "\n]");
    }
}
