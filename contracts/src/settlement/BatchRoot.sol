// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @notice Merkle root over receipt ids in item order; proofs against it are those of OpenZeppelin's MerkleProof.
library BatchRoot {
    /// @dev Neighbours are hashed as a sorted pair and an odd last node is carried up unchanged.
    function compute(bytes32[] memory ids) internal pure returns (bytes32) {
        uint256 width = ids.length;
        bytes32[] memory level = new bytes32[](width);
        for (uint256 i = 0; i < width; ++i) {
            level[i] = ids[i];
        }
        while (width > 1) {
            uint256 half = width / 2;
            for (uint256 i = 0; i < half; ++i) {
                level[i] = Hashes.commutativeKeccak256(level[2 * i], level[2 * i + 1]);
            }
            if (width % 2 == 1) level[half] = level[width - 1];
            width = half + (width % 2);
        }
        return level[0];
    }
}
