// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISettlement} from "../src/interfaces/ISettlement.sol";
import {Vm} from "../test/lib/Vm.sol";

/// @notice What a deployment is made with; constructor arguments, and so addresses, follow from it.
struct Parameters {
    uint256 chainId;
    address deployer;
    address guardian;
    string allocation;
    uint256 timelockDelay;
    uint256 minSelfStake;
    uint256 quorumFloor;
    uint48 thawDelay;
    ISettlement.Split split;
    bytes32[] measurementSets;
}

/// @notice Reads the parameters of a network; `README.md`, Deployment, says what each means.
library ParameterFile {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error ParameterFileNoDeployer();

    function read(string memory path) internal view returns (Parameters memory) {
        return parse(vm.readFile(path));
    }

    function parse(string memory json) internal pure returns (Parameters memory found) {
        found.chainId = vm.parseJsonUint(json, ".chainId");
        found.deployer = vm.parseJsonAddress(json, ".deployer");
        require(found.deployer != address(0), ParameterFileNoDeployer());
        found.guardian = vm.parseJsonAddress(json, ".guardian");
        found.allocation = vm.parseJsonString(json, ".allocation");
        found.timelockDelay = vm.parseJsonUint(json, ".timelockDelayDays") * 1 days;
        found.minSelfStake = vm.parseJsonUint(json, ".minSelfStake") * 1e18;
        found.quorumFloor = vm.parseJsonUint(json, ".quorumFloor") * 1e18;
        found.thawDelay = uint48(vm.parseJsonUint(json, ".thawDelayDays") * 1 days);
        found.split = ISettlement.Split({
            hostBps: uint16(vm.parseJsonUint(json, ".split.hostBps")),
            operatorBps: uint16(vm.parseJsonUint(json, ".split.operatorBps")),
            validatorBps: uint16(vm.parseJsonUint(json, ".split.validatorBps")),
            treasuryBps: uint16(vm.parseJsonUint(json, ".split.treasuryBps")),
            validatorPool: vm.parseJsonAddress(json, ".split.validatorPool"),
            treasury: vm.parseJsonAddress(json, ".split.treasury")
        });
        found.measurementSets = vm.parseJsonBytes32Array(json, ".measurementSets");
    }
}
