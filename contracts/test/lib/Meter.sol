// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {IValidatorWeights} from "../../src/interfaces/IValidatorWeights.sol";
import {MessageHash} from "../../src/message/MessageHash.sol";
import {Receipt} from "../../src/message/Messages.sol";
import {Quorum} from "../../src/registry/Quorum.sol";
import {BatchRoot} from "../../src/settlement/BatchRoot.sol";
import {PaymentCall} from "../../src/settlement/PaymentCall.sol";

/// @notice Says what one step of a batch costs by itself, as it is in the middle of a transaction.
contract Meter {
    error MeterCallFailed();

    /// @notice Of the second payment, which finds token and payee warm as all but the first item of a batch do.
    function pay(ISettlement.Item calldata first, ISettlement.Item calldata second) external returns (uint256 gas) {
        (address target, bytes memory input) = PaymentCall.encode(first);
        _call(target, input);
        (target, input) = PaymentCall.encode(second);
        gas = gasleft();
        _call(target, input);
        gas -= gasleft();
    }

    function recover(bytes32 digest, bytes calldata signature) external view returns (uint256 gas) {
        gas = gasleft();
        ECDSA.tryRecoverCalldata(digest, signature);
        gas -= gasleft();
    }

    function hash(Receipt calldata receipt) external view returns (uint256 gas) {
        gas = gasleft();
        MessageHash.structHash(receipt);
        gas -= gasleft();
    }

    function root(bytes32[] memory ids) external view returns (uint256 gas) {
        gas = gasleft();
        BatchRoot.compute(ids);
        gas -= gasleft();
    }

    function quorum(IValidatorWeights weights, bytes32 digest, bytes[] calldata signatures)
        external
        view
        returns (uint256 gas)
    {
        gas = gasleft();
        Quorum.requireReached(weights, digest, signatures, uint48(block.timestamp));
        gas -= gasleft();
    }

    function balances(IERC20 token, address vault) external view returns (uint256 gas) {
        token.balanceOf(vault);
        gas = gasleft();
        token.balanceOf(vault);
        token.balanceOf(vault);
        gas -= gasleft();
    }

    function _call(address target, bytes memory input) private {
        (bool success,) = target.call(input);
        require(success, MeterCallFailed());
    }
}
