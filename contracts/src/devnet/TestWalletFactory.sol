// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestWallet} from "./TestWallet.sol";

/// @notice Makes wallets where it said it would (CREATE2).
contract TestWalletFactory {
    /// @notice Makes the wallet of an owner.
    function create(address owner) external returns (address) {
        return address(new TestWallet{salt: 0}(owner));
    }

    /// @notice Where the wallet of an owner is or will be.
    function walletOf(address owner) external view returns (address) {
        bytes32 code = keccak256(abi.encodePacked(type(TestWallet).creationCode, abi.encode(owner)));
        return address(uint160(uint256(keccak256(abi.encodePacked(hex"ff", address(this), bytes32(0), code)))));
    }
}
