// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice A contract wallet of one key, for a local chain only. It takes signatures of 65 bytes and a mark before them.
contract TestWallet is IERC1271 {
    bytes1 private constant MARK = 0x77;

    address public immutable OWNER;

    constructor(address owner) {
        OWNER = owner;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (signature.length != 66 || signature[0] != MARK) return 0xffffffff;
        (address signer, ECDSA.RecoverError error,) = ECDSA.tryRecover(hash, signature[1:]);
        return error == ECDSA.RecoverError.NoError && signer == OWNER
            ? IERC1271.isValidSignature.selector
            : bytes4(0xffffffff);
    }

    /// @notice Makes the wallet call, for the owner.
    function execute(address target, bytes calldata data) external {
        require(msg.sender == OWNER, "not the owner");
        (bool success,) = target.call(data);
        require(success, "the call failed");
    }
}
