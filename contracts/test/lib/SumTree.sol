// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReceiptSum} from "../../src/channel/ReceiptSum.sol";
import {IChannelClaims} from "../../src/interfaces/IChannelClaims.sol";

/// @notice The same trees as ReceiptSum's, made from leaves, with proofs.
library SumTree {
    function root(ReceiptSum.Node[] memory leaves) internal pure returns (ReceiptSum.Node memory) {
        ReceiptSum.Node[] memory level = leaves;
        while (level.length > 1) {
            level = above(level);
        }
        return level[0];
    }

    function proof(ReceiptSum.Node[] memory leaves, uint256 index)
        internal
        pure
        returns (IChannelClaims.Step[] memory steps)
    {
        steps = new IChannelClaims.Step[](0);
        ReceiptSum.Node[] memory level = leaves;
        while (level.length > 1) {
            uint256 sibling = index ^ 1;
            if (sibling < level.length) steps = append(steps, level[sibling], sibling < index);
            index /= 2;
            level = above(level);
        }
    }

    function above(ReceiptSum.Node[] memory level) private pure returns (ReceiptSum.Node[] memory next) {
        next = new ReceiptSum.Node[]((level.length + 1) / 2);
        for (uint256 i = 0; i < level.length; i += 2) {
            next[i / 2] = i + 1 < level.length ? ReceiptSum.parent(level[i], level[i + 1]) : level[i];
        }
    }

    function append(IChannelClaims.Step[] memory steps, ReceiptSum.Node memory node, bool isLeft)
        private
        pure
        returns (IChannelClaims.Step[] memory more)
    {
        more = new IChannelClaims.Step[](steps.length + 1);
        for (uint256 i = 0; i < steps.length; ++i) {
            more[i] = steps[i];
        }
        more[steps.length] = IChannelClaims.Step(node.hash, uint128(node.sum), uint64(node.count), isLeft);
    }
}
