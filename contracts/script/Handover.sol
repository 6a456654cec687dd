// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Authority} from "../src/governance/Authority.sol";
import {Roles} from "../src/governance/Roles.sol";
import {IEnclaveRegistry} from "../src/interfaces/IEnclaveRegistry.sol";
import {IValidatorStaking} from "../src/interfaces/IValidatorStaking.sol";

/// @notice Gives every power of the deployer to the governor's timelock, and keeps none.
/// @dev Its calls are the deployer's, who must be admin of both the authority and the timelock.
library Handover {
    /// @notice Lets the disputes contract slash stake and revoke single enclave keys; call it before `complete`.
    function empowerDisputes(
        Authority authority,
        TimelockController timelock,
        IValidatorStaking staking,
        address disputes
    ) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IValidatorStaking.slash.selector;
        authority.setTargetFunctionRole(address(staking), selectors, Roles.DISPUTES);
        authority.grantRole(Roles.DISPUTES, disputes, 0);
        authority.grantRole(Roles.DISPUTES, address(timelock), 0);
        authority.grantRole(Roles.GUARDIAN, disputes, 0);
    }

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

        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IEnclaveRegistry.revoke.selector;
        authority.setTargetFunctionRole(address(registry), selectors, Roles.GUARDIAN);
        // Being admin of a role is not having it: the timelock takes it too.
        authority.grantRole(Roles.GUARDIAN, address(timelock), 0);
        if (guardian != address(0)) authority.grantRole(Roles.GUARDIAN, guardian, 0);
        authority.grantRole(authority.ADMIN_ROLE(), address(timelock), 0);
        authority.renounceRole(authority.ADMIN_ROLE(), deployer);
    }
}
