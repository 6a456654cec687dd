// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Calls code that nobody vouches for: it can neither burn the caller's gas nor flood its memory.
library BoundedCall {
    uint256 private constant MAX_ANSWER = 256;

    error BoundedCallOutOfGas();

    /// @dev Reverts where the callee would get less than `gasLimit`: a sender could make it fail by sending too little.
    function tryCall(address target, uint256 gasLimit, bytes memory input)
        internal
        returns (bool success, bytes memory answer)
    {
        require(gasleft() - gasleft() / 64 > gasLimit + 5000, BoundedCallOutOfGas());
        uint256 maxAnswer = MAX_ANSWER;
        assembly ("memory-safe") {
            success := call(gasLimit, target, 0, add(input, 0x20), mload(input), 0, 0)
            let size := returndatasize()
            if gt(size, maxAnswer) { size := maxAnswer }
            answer := mload(0x40)
            mstore(answer, size)
            returndatacopy(add(answer, 0x20), 0, size)
            mstore(0x40, add(answer, add(0x20, and(add(size, 0x1f), not(0x1f)))))
        }
    }
}
