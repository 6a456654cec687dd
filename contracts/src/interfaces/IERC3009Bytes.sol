// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The overloads of EIP-3009 that take a signature as bytes, as FiatToken 2.2 has them.
interface IERC3009Bytes {
    /// @notice Executes a signed transfer; contract accounts sign by ERC-1271.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice Executes a signed transfer that only its receiver may submit.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}
