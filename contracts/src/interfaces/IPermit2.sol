// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The part of Uniswap's Permit2 that payments need: what a payer signs, and which nonces are used.
interface IPermit2 {
    struct TokenPermissions {
        address token;
        uint256 amount;
    }

    struct PermitTransferFrom {
        TokenPermissions permitted;
        uint256 nonce;
        uint256 deadline;
    }

    /// @notice Used nonces of an owner, 256 to a word.
    function nonceBitmap(address owner, uint256 word) external view returns (uint256);
}
