// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @notice Receives one host's payments; a clone of it stands at the address that the host's offers name.
contract HostVault {
    using SafeERC20 for IERC20;

    address private immutable _settlement;

    error HostVaultOnlySettlement();

    constructor(address settlement) {
        _settlement = settlement;
    }

    /// @notice Moves `amount` to Settlement, which knows whose it is.
    function sweep(IERC20 asset, uint256 amount) external {
        require(msg.sender == _settlement, HostVaultOnlySettlement());
        asset.safeTransfer(_settlement, amount);
    }
}
