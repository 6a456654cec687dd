// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Genesis} from "../src/genesis/Genesis.sol";
import {Vm} from "../test/lib/Vm.sol";

/// @notice Reads the genesis table, of whole tokens and days, and refuses it where its rows do not add up.
/// @dev Times count from a date that the file names: the time of deployment would give every chain, and every repetition,
/// another token.
library AllocationFile {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 private constant SUPPLY = 1_000_000_000;

    error AllocationFileBadSum(uint256 expected, uint256 found);
    error AllocationFileNoBeneficiary(string row);
    error AllocationFileNoStart();

    function read(string memory path) internal view returns (Genesis.Grant[] memory grants, uint64 startTime) {
        return parse(vm.readFile(path));
    }

    function parse(string memory json) internal view returns (Genesis.Grant[] memory grants, uint64 startTime) {
        uint256 count = 0;
        while (vm.keyExistsJson(json, _row(count, ""))) {
            ++count;
        }
        grants = new Genesis.Grant[](count);
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            grants[i] = _grant(json, i);
            sum += grants[i].amount;
        }
        require(sum == SUPPLY * 1e18, AllocationFileBadSum(SUPPLY, sum / 1e18));
        startTime = uint64(vm.parseJsonUint(json, ".startTime"));
        require(startTime != 0, AllocationFileNoStart());
    }

    function _grant(string memory json, uint256 index) private pure returns (Genesis.Grant memory grant) {
        grant.beneficiary = vm.parseJsonAddress(json, _row(index, ".beneficiary"));
        require(
            grant.beneficiary != address(0), AllocationFileNoBeneficiary(vm.parseJsonString(json, _row(index, ".name")))
        );
        grant.amount = vm.parseJsonUint(json, _row(index, ".amount")) * 1e18;
        grant.liquid = vm.parseJsonUint(json, _row(index, ".atGenesis")) * 1e18;
        grant.cliffSeconds = uint64(vm.parseJsonUint(json, _row(index, ".cliffDays")) * 1 days);
        grant.vestingSeconds = uint64(vm.parseJsonUint(json, _row(index, ".vestingDays")) * 1 days);
    }

    function _row(uint256 index, string memory member) private pure returns (string memory) {
        return string.concat(".rows[", vm.toString(index), "]", member);
    }
}
