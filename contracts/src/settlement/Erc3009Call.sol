// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IERC3009Bytes} from "../interfaces/IERC3009Bytes.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {Receipt} from "../message/Messages.sol";
import {BoundedCall} from "./BoundedCall.sol";

/// @notice Speaks EIP-3009 to the token that a receipt names.
library Erc3009Call {
    uint256 private constant QUERY_GAS = 50_000;

    /// @dev Keys with a 65-byte signature use the overload that every EIP-3009 token has.
    function encode(ISettlement.Item calldata item) internal pure returns (bytes memory) {
        return item.paymentSignature.length == 65 ? _withParts(item) : _withBytes(item);
    }

    /// @dev Whether the token says that the authorization was used or cancelled.
    function isNonceUsed(ISettlement.Item calldata item) internal returns (bool) {
        bytes memory query = abi.encodeCall(IERC3009.authorizationState, (item.receipt.payer, item.nonce));
        (bool success, bytes memory answer) = BoundedCall.tryCall(item.receipt.asset, QUERY_GAS, query);
        return success && answer.length == 32 && uint256(bytes32(answer)) == 1;
    }

    function _withParts(ISettlement.Item calldata item) private pure returns (bytes memory) {
        Receipt calldata receipt = item.receipt;
        (uint8 v, bytes32 r, bytes32 s) = ECDSA.parseCalldata(item.paymentSignature);
        return abi.encodeCall(
            IERC3009.transferWithAuthorization,
            (receipt.payer, receipt.payTo, receipt.charge, item.validAfter, item.validBefore, item.nonce, v, r, s)
        );
    }

    function _withBytes(ISettlement.Item calldata item) private pure returns (bytes memory) {
        Receipt calldata receipt = item.receipt;
        return abi.encodeCall(
            IERC3009Bytes.transferWithAuthorization,
            (
                receipt.payer,
                receipt.payTo,
                receipt.charge,
                item.validAfter,
                item.validBefore,
                item.nonce,
                item.paymentSignature
            )
        );
    }
}
