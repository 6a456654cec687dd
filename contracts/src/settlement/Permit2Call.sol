// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPermit2} from "../interfaces/IPermit2.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {IX402ExactPermit2Proxy, IX402UptoPermit2Proxy} from "../interfaces/IX402Permit2Proxy.sol";
import {Receipt} from "../message/Messages.sol";
import {BoundedCall} from "./BoundedCall.sol";

/// @notice Speaks to x402's proxies of Permit2; an item's `validBefore` is the permit's deadline.
library Permit2Call {
    /// @dev At the same addresses on every chain.
    address internal constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;
    address internal constant EXACT_PROXY = 0x402085c248EeA27D92E8b30b2C58ed07f9E20001;
    address internal constant UPTO_PROXY = 0x4020A4f3b7b90ccA423B9fabCc0CE57C6C240002;
    uint256 private constant QUERY_GAS = 50_000;

    /// @dev The whole permitted amount, which is the receipt's cap.
    function encodeExact(ISettlement.Item calldata item) internal pure returns (bytes memory) {
        Receipt calldata receipt = item.receipt;
        IX402ExactPermit2Proxy.Witness memory witness = IX402ExactPermit2Proxy.Witness(receipt.payTo, item.validAfter);
        return
            abi.encodeCall(
                IX402ExactPermit2Proxy.settle, (_permit(item), receipt.payer, witness, item.paymentSignature)
            );
    }

    /// @dev The payer signed this contract as the only facilitator, so nobody else can charge, and it charges the receipt.
    function encodeUpto(ISettlement.Item calldata item) internal view returns (bytes memory) {
        Receipt calldata receipt = item.receipt;
        IX402UptoPermit2Proxy.Witness memory witness =
            IX402UptoPermit2Proxy.Witness(receipt.payTo, address(this), item.validAfter);
        return abi.encodeCall(
            IX402UptoPermit2Proxy.settle, (_permit(item), receipt.charge, receipt.payer, witness, item.paymentSignature)
        );
    }

    /// @dev Whether Permit2 says that the permit was used or invalidated.
    function isNonceUsed(ISettlement.Item calldata item) internal returns (bool) {
        uint256 nonce = uint256(item.nonce);
        bytes memory query = abi.encodeCall(IPermit2.nonceBitmap, (item.receipt.payer, nonce >> 8));
        (bool success, bytes memory answer) = BoundedCall.tryCall(PERMIT2, QUERY_GAS, query);
        return success && answer.length == 32 && (uint256(bytes32(answer)) >> (nonce & 0xff)) & 1 == 1;
    }

    function _permit(ISettlement.Item calldata item) private pure returns (IPermit2.PermitTransferFrom memory) {
        IPermit2.TokenPermissions memory permitted = IPermit2.TokenPermissions(item.receipt.asset, item.receipt.cap);
        return IPermit2.PermitTransferFrom(permitted, uint256(item.nonce), item.validBefore);
    }
}
