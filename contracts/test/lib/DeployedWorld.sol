// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DeploymentRun} from "./DeploymentRun.sol";
import {Test} from "./Test.sol";

/// @notice The committed files of Base, filled in, and a deployment to run with them.
abstract contract DeployedWorld is Test {
    string private constant NOBODY = "0x0000000000000000000000000000000000000000";
    address internal constant SOMEBODY = address(0xAA);
    address internal constant DEPLOYER = address(0xde9107e4);
    address internal constant GUARDIAN = address(0x64);

    DeploymentRun internal deployment;
    string internal allocation;
    string internal base;

    function setUp() public virtual {
        vm.chainId(8453);
        deployment = new DeploymentRun();
        allocation = vm.replace(vm.readFile("genesis/allocation.json"), NOBODY, vm.toString(SOMEBODY));
        allocation = vm.replace(allocation, "\"startTime\": 0", "\"startTime\": 1790000000");
        base = filled("genesis/base.json");
    }

    function filled(string memory path) internal view returns (string memory json) {
        json = fill(vm.readFile(path), "deployer", DEPLOYER);
        return fill(json, "guardian", GUARDIAN);
    }

    function fill(string memory json, string memory member, address account) private pure returns (string memory) {
        string memory start = string.concat("\"", member, "\": \"");
        return vm.replace(json, string.concat(start, NOBODY), string.concat(start, vm.toString(account)));
    }
}
