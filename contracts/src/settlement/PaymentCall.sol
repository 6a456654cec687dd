// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {Receipt} from "../message/Messages.sol";
import {Erc3009Call} from "./Erc3009Call.sol";
import {Permit2Call} from "./Permit2Call.sol";

/// @notice How each scheme that Settlement settles itself is paid; the receipt's scheme says which one an item has.
library PaymentCall {
    uint8 internal constant EXACT_EIP3009 = 1;
    uint8 internal constant EXACT_PERMIT2 = 2;
    uint8 internal constant UPTO_PERMIT2 = 3;
    uint8 private constant KIND_EIP3009 = 1;
    uint8 private constant KIND_PERMIT2 = 2;

    function isSupported(uint8 scheme) internal pure returns (bool) {
        return scheme >= EXACT_EIP3009 && scheme <= UPTO_PERMIT2;
    }

    /// @dev `exact` charges what was signed; `upto` at most that, and perhaps nothing.
    function isAmountGood(Receipt calldata receipt) internal pure returns (bool) {
        if (receipt.scheme == UPTO_PERMIT2) return receipt.cap != 0 && receipt.charge <= receipt.cap;
        return receipt.charge != 0 && receipt.charge == receipt.cap;
    }

    /// @dev Names who keeps the payer's nonce: never the amount, never a signature.
    function paymentId(ISettlement.Item calldata item) internal view returns (bytes32) {
        Receipt calldata receipt = item.receipt;
        if (receipt.scheme == EXACT_EIP3009) {
            return keccak256(abi.encode(KIND_EIP3009, block.chainid, receipt.asset, receipt.payer, item.nonce));
        }
        return keccak256(abi.encode(KIND_PERMIT2, block.chainid, Permit2Call.PERMIT2, receipt.payer, item.nonce));
    }

    /// @dev What to call, and with what, to have the charge moved to the vault.
    function encode(ISettlement.Item calldata item) internal view returns (address target, bytes memory input) {
        uint8 scheme = item.receipt.scheme;
        if (scheme == EXACT_EIP3009) return (item.receipt.asset, Erc3009Call.encode(item));
        if (scheme == EXACT_PERMIT2) return (Permit2Call.EXACT_PROXY, Permit2Call.encodeExact(item));
        return (Permit2Call.UPTO_PROXY, Permit2Call.encodeUpto(item));
    }

    /// @dev Whether the keeper of the payer's nonce says that it is used or cancelled.
    function isNonceUsed(ISettlement.Item calldata item) internal returns (bool) {
        return item.receipt.scheme == EXACT_EIP3009 ? Erc3009Call.isNonceUsed(item) : Permit2Call.isNonceUsed(item);
    }
}
