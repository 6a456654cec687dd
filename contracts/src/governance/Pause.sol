// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

/// @notice A stop that the guardian pulls at once and only governance releases; what is owed can be withdrawn meanwhile.
abstract contract Pause is AccessManaged, Pausable {
    /// @notice Stops what brings anything new in.
    function pause() external restricted {
        _pause();
    }

    /// @notice Lets it go on.
    function unpause() external restricted {
        _unpause();
    }
}
