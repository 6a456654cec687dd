// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestUsdc} from "../../src/devnet/TestUsdc.sol";

/// @notice A token that misbehaves in the way that a test asks for.
contract FaultyToken is TestUsdc {
    enum Fault {
        NONE,
        REVERTS,
        FLOODS,
        BURNS_GAS,
        LIES,
        TAKES_A_FEE,
        SAYS_NO,
        STICKS,
        REENTERS
    }

    error FaultyTokenRefused();

    Fault public fault;
    address public target;
    bytes[] public calls;
    uint256 public successes;

    function set(Fault newFault) external {
        fault = newFault;
    }

    function reenter(address newTarget, bytes[] calldata newCalls) external {
        fault = Fault.REENTERS;
        target = newTarget;
        for (uint256 i = 0; i < newCalls.length; ++i) {
            calls.push(newCalls[i]);
        }
    }

    function _transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce
    ) internal override {
        if (fault == Fault.REVERTS) revert FaultyTokenRefused();
        if (fault == Fault.FLOODS) _flood();
        if (fault == Fault.LIES) return;
        while (fault == Fault.BURNS_GAS) {}
        if (fault == Fault.REENTERS) _reenter();
        super._transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
        if (fault == Fault.SAYS_NO) {
            assembly {
                mstore(0, 0)
                return(0, 0x20)
            }
        }
    }

    function _update(address from, address to, uint256 value) internal virtual override {
        super._update(from, to, value);
        if (from == address(0) || to == address(0)) return;
        if (fault == Fault.TAKES_A_FEE) _burn(to, value / 100);
        if (fault == Fault.STICKS && from.code.length != 0) revert FaultyTokenRefused();
    }

    function _reenter() private {
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool success,) = target.call(calls[i]);
            if (success) ++successes;
        }
    }

    function _flood() private pure {
        assembly {
            revert(0, 50000)
        }
    }
}
