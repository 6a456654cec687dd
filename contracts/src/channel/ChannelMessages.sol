// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChannelClaims} from "../interfaces/IChannelClaims.sol";

/// @notice EIP-712 type hashes and struct hashes of what enclaves and validators sign about channels.
library ChannelMessages {
    bytes32 internal constant RECEIPT_ROOT_TYPEHASH = keccak256(
        "ReceiptRoot(bytes32 root,uint128 sum,uint64 count,address payTo,address asset,address enclaveKey,uint64 issuedAt)"
    );
    bytes32 internal constant CHANNEL_REFUND_TYPEHASH = keccak256(
        "ChannelRefund(bytes32 channelId,uint256 nonce,uint128 totalClaimed,uint128 amount,uint64 appraisedAt)"
    );

    uint8 private constant KIND_CHANNEL = 3;

    function structHash(IChannelClaims.ReceiptRoot calldata root) internal pure returns (bytes32) {
        return keccak256(abi.encode(RECEIPT_ROOT_TYPEHASH, root));
    }

    function structHash(IChannelClaims.ChannelRefund calldata statement) internal pure returns (bytes32) {
        return keccak256(abi.encode(CHANNEL_REFUND_TYPEHASH, statement));
    }

    /// @dev Payment id of kind 3: a place in a channel, whatever voucher pays it.
    function paymentId(bytes32 channelId, uint256 cumulativeBefore) internal pure returns (bytes32) {
        return keccak256(abi.encode(KIND_CHANNEL, channelId, cumulativeBefore));
    }
}
