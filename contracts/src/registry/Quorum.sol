// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IValidatorWeights} from "../interfaces/IValidatorWeights.sol";

/// @notice Checks that validators of enough weight signed one digest.
library Quorum {
    error QuorumBadSignature(uint256 index);
    error QuorumUnsortedSigner(address signer);
    error QuorumNotReached(uint256 weight, uint256 needed);

    /// @dev Signers come in strictly ascending order, so none counts twice; weights are those of a second that is over.
    function requireReached(
        IValidatorWeights weights,
        bytes32 digest,
        bytes[] calldata signatures,
        uint256 time
    ) internal view {
        uint48 second = uint48(Math.min(time, block.timestamp - 1));
        uint256 weight = 0;
        address last = address(0);
        for (uint256 i = 0; i < signatures.length; ++i) {
            (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(digest, signatures[i]);
            require(err == ECDSA.RecoverError.NoError, QuorumBadSignature(i));
            require(signer > last, QuorumUnsortedSigner(signer));
            last = signer;
            weight += weights.weightAt(signer, second);
        }
        uint256 needed = weights.quorumAt(second);
        require(weight >= needed, QuorumNotReached(weight, needed));
    }
}
