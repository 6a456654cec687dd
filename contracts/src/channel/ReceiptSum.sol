// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChannelClaims} from "../interfaces/IChannelClaims.sol";

/// @notice Merkle-sum trees over receipts: a root says how many there are and what they charge together.
/// @dev A leaf is a receipt's id with its charge and a count of one. The receipts of one channel, in the order of their
/// payments, are a tree; what it is wrapped with its channel's id and claimed total are the leaves of the tree above.
/// Neighbours keep their order and an odd last node is carried up unchanged. Receipt ids are hashes of 66 bytes, wrapped
/// channels of 160 and inner nodes of 192, so none passes for another.
///
/// A proof shows that a receipt is in the tree, how many come before it and what those charge: every parent hashes its
/// children's sums, and its own sum is theirs, so parts that do not add up to the root's total cannot be proved.
library ReceiptSum {
    /// @dev Nothing here can overflow: what is summed has 128 bits at most.
    struct Node {
        bytes32 hash;
        uint256 sum;
        uint256 count;
    }

    /// @dev Root of the tree over channels.
    function root(IChannelClaims.ChannelRow[] calldata rows, bytes32[] memory channelIds)
        internal
        pure
        returns (Node memory)
    {
        uint256 width = rows.length;
        Node[] memory level = new Node[](width);
        for (uint256 i = 0; i < width; ++i) {
            IChannelClaims.ChannelRow calldata row = rows[i];
            level[i] = wrap(channelIds[i], row.claim.totalClaimed - row.sum, Node(row.receiptRoot, row.sum, row.count));
        }
        while (width > 1) {
            uint256 half = width / 2;
            for (uint256 i = 0; i < half; ++i) {
                level[i] = parent(level[2 * i], level[2 * i + 1]);
            }
            if (width % 2 == 1) level[half] = level[width - 1];
            width = half + (width % 2);
        }
        return level[0];
    }

    /// @dev Where a proof leads from a node, and what lies before it.
    function fold(Node memory node, IChannelClaims.Step[] calldata steps)
        internal
        pure
        returns (Node memory top, uint256 sumBefore)
    {
        top = node;
        for (uint256 i = 0; i < steps.length; ++i) {
            IChannelClaims.Step calldata step = steps[i];
            Node memory sibling = Node(step.hash, step.sum, step.count);
            if (step.isLeft) {
                sumBefore += step.sum;
                top = parent(sibling, top);
            } else {
                top = parent(top, sibling);
            }
        }
    }

    /// @dev The receipts of one channel as a leaf of the tree above.
    function wrap(bytes32 channelId, uint256 cumulativeBefore, Node memory receipts)
        internal
        pure
        returns (Node memory)
    {
        bytes32 hash = keccak256(abi.encode(channelId, cumulativeBefore, receipts.hash, receipts.sum, receipts.count));
        return Node(hash, receipts.sum, receipts.count);
    }

    function parent(Node memory left, Node memory right) internal pure returns (Node memory) {
        bytes32 hash = keccak256(abi.encode(left.hash, left.sum, left.count, right.hash, right.sum, right.count));
        return Node(hash, left.sum + right.sum, left.count + right.count);
    }
}
