// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestPermit2} from "./TestPermit2.sol";
import {TestPermit2Proxy} from "./TestPermit2Proxy.sol";

/// @notice Stands in for x402ExactPermit2Proxy on a local chain only: anybody may have what was signed moved, all of it.
contract TestExactPermit2Proxy is TestPermit2Proxy {
    struct Witness {
        address to;
        uint256 validAfter;
    }

    bytes32 public constant WITNESS_TYPEHASH = keccak256("Witness(address to,uint256 validAfter)");
    string public constant WITNESS_TYPE_STRING =
        "Witness witness)TokenPermissions(address token,uint256 amount)Witness(address to,uint256 validAfter)";

    /// @notice Moves the amount that the owner signed to whom it signed.
    function settle(
        TestPermit2.PermitTransferFrom calldata permit,
        address owner,
        Witness calldata witness,
        bytes calldata signature
    ) external {
        _settle(permit, owner, witness, signature);
        emit Settled();
    }

    /// @notice The same, after the owner's EIP-2612 permit of Permit2.
    function settleWithPermit(
        EIP2612Permit calldata permit2612,
        TestPermit2.PermitTransferFrom calldata permit,
        address owner,
        Witness calldata witness,
        bytes calldata signature
    ) external {
        _permit(permit2612, permit, owner);
        _settle(permit, owner, witness, signature);
        emit SettledWithPermit();
    }

    function _settle(
        TestPermit2.PermitTransferFrom calldata permit,
        address owner,
        Witness calldata witness,
        bytes calldata signature
    ) private {
        bytes32 witnessHash = keccak256(abi.encode(WITNESS_TYPEHASH, witness.to, witness.validAfter));
        uint256 amount = permit.permitted.amount;
        _take(
            permit, Payment(amount, owner, witness.to, witness.validAfter, witnessHash), WITNESS_TYPE_STRING, signature
        );
    }
}
