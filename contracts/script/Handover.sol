// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Authority} from "../src/governance/Authority.sol";
import {Roles} from "../src/governance/Roles.sol";
import {IEnclaveRegistry} from "../src/interfaces/IEnclaveRegistry.sol";

/// @notice Gives every power of the deployer to the governor's timelock, and keeps none.
/// @dev Its calls are the deployer's, who must be admin of both the authority and the timelock.
library Handover {
    /// @param guardian may revoke single enclave keys at once; the zero address for nobody
    function complete(
        Authority authority,
        TimelockController timelock,
        IGovernor governor,
        IEnclaveRegistry registry,
        address guardian,
        address deployer
    ) internal {
        timelock.grantRole(timelock.PROPOSER_ROLE(), address(governor));
        timelock.grantRole(timelock.CANCELLER_ROLE(), address(governor));
        timelock.renounceRole(timelock.DEFAULT_ADMIN_ROLE(), deployer);

        if (guardian != address(0)) {
            bytes4[] memory selectors = new bytes4[](1);
            selectors[0] = IEnclaveRegistry.revoke.selector;
            authority.setTargetFunctionRole(address(registry), selectors, Roles.GUARDIAN);
            authority.grantRole(Roles.GUARDIAN, guardian, 0);
            // Who may call a function by a role is not its admin: the timelock takes the role too.
            authority.grantRole(Roles.GUARDIAN, address(timelock), 0);
        }
        authority.grantRole(authority.ADMIN_ROLE(), address(timelock), 0);
        authority.renounceRole(authority.ADMIN_ROLE(), deployer);
    }
}
