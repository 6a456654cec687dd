// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IValidatorWeights} from "../interfaces/IValidatorWeights.sol";

/// @notice Checks that validators of enough weight signed one digest.
library Quorum {
    error QuorumBadSignature(uint256 index);
    error QuorumUnsortedSigner(address signer);
    error QuorumNotReached(uint256 weight, uint256 needed);

    /// @dev Signers come in strictly ascending order, so none counts twice.
    function requireReached(IValidatorWeights weights, bytes32 digest, bytes[] calldata signatures, uint48 time)
        internal
        view
    {
        uint256 weight = 0;
        address last = address(0);
        for (uint256 i = 0; i < signatures.length; ++i) {
            (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(digest, signatures[i]);
            require(err == ECDSA.RecoverError.NoError, QuorumBadSignature(i));
            require(signer > last, QuorumUnsortedSigner(signer));
            last = signer;
            weight += weights.weightAt(signer, time);
        }
        uint256 needed = weights.quorumAt(time);
        require(weight >= needed, QuorumNotReached(weight, needed));
    }
}
