// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// @notice Assertions that show what they expected and what they found.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error NotEqual(uint256 expected, uint256 found);
    error NotEqualBytes(bytes expected, bytes found);
    error NotTrue(string claim);

    function assertEq(uint256 found, uint256 expected) internal pure {
        require(found == expected, NotEqual(expected, found));
    }

    function assertEq(address found, address expected) internal pure {
        require(found == expected, NotEqual(uint160(expected), uint160(found)));
    }

    function assertEq(bytes32 found, bytes32 expected) internal pure {
        require(found == expected, NotEqual(uint256(expected), uint256(found)));
    }

    function assertEq(bytes memory found, bytes memory expected) internal pure {
        require(keccak256(found) == keccak256(expected), NotEqualBytes(expected, found));
    }

    function assertTrue(bool claim, string memory text) internal pure {
        require(claim, NotTrue(text));
    }

    /// @dev A number from `least` to `most`, both included.
    function bound(uint256 value, uint256 least, uint256 most) internal pure returns (uint256) {
        return least + value % (most - least + 1);
    }
}
