// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Authority} from "../src/governance/Authority.sol";
import {Pause} from "../src/governance/Pause.sol";
import {Roles} from "../src/governance/Roles.sol";
import {IChannelMoney} from "../src/interfaces/IChannelMoney.sol";
import {IEnclaveRegistry} from "../src/interfaces/IEnclaveRegistry.sol";
import {IValidatorStaking} from "../src/interfaces/IValidatorStaking.sol";

/// @notice The calls that give every power of the deployer to the governor's timelock, and keep none.
/// @dev They are the deployer's to make, in order; each list ends with the deployer's renunciation, so that one that was
/// cut short can be made again from its start.
library Handover {
    struct Call {
        address target;
        bytes data;
    }

    /// @param guardian may pause and revoke single enclave keys at once; the zero address for nobody
    struct Parts {
        Authority authority;
        TimelockController timelock;
        address governor;
        address registry;
        address staking;
        address disputes;
        address settlement;
        address channelClaims;
        address guardian;
        address deployer;
    }

    /// @notice Only the governor proposes and cancels; anybody executes what waited long enough.
    function ofTimelock(Parts memory parts) internal view returns (Call[] memory calls) {
        TimelockController timelock = parts.timelock;
        calls = new Call[](3);
        calls[0] = _grant(timelock, timelock.PROPOSER_ROLE(), parts.governor);
        calls[1] = _grant(timelock, timelock.CANCELLER_ROLE(), parts.governor);
        calls[2] = Call(
            address(timelock),
            abi.encodeCall(IAccessControl.renounceRole, (timelock.DEFAULT_ADMIN_ROLE(), parts.deployer))
        );
    }

    /// @notice Guardian and disputes may revoke keys, disputes may slash, claims may be made of channels, the timelock may do
    /// everything.
    function ofAuthority(Parts memory parts) internal view returns (Call[] memory calls) {
        address timelock = address(parts.timelock);
        bool guarded = parts.guardian != address(0);
        calls = new Call[](guarded ? 14 : 13);
        calls[0] = _allow(parts.authority, parts.staking, IValidatorStaking.slash.selector, Roles.DISPUTES);
        calls[1] = _allow(parts.authority, parts.registry, IEnclaveRegistry.revoke.selector, Roles.GUARDIAN);
        calls[2] = _grant(parts.authority, Roles.DISPUTES, parts.disputes);
        calls[3] = _grant(parts.authority, Roles.GUARDIAN, parts.disputes);
        // Being admin of a role is not having it: the timelock takes them too.
        calls[4] = _grant(parts.authority, Roles.DISPUTES, timelock);
        calls[5] = _grant(parts.authority, Roles.GUARDIAN, timelock);
        uint64 admin = parts.authority.ADMIN_ROLE();
        calls[6] = _grant(parts.authority, admin, timelock);
        calls[7] = _allow(parts.authority, parts.settlement, IChannelMoney.callChannels.selector, Roles.CHANNELS);
        calls[8] = _allow(parts.authority, parts.settlement, IChannelMoney.chargeChannels.selector, Roles.CHANNELS);
        calls[9] = _grant(parts.authority, Roles.CHANNELS, parts.channelClaims);
        calls[10] = _allow(parts.authority, parts.settlement, Pause.pause.selector, Roles.GUARDIAN);
        calls[11] = _allow(parts.authority, parts.registry, Pause.pause.selector, Roles.GUARDIAN);
        if (guarded) calls[12] = _grant(parts.authority, Roles.GUARDIAN, parts.guardian);
        calls[calls.length - 1] =
            Call(address(parts.authority), abi.encodeCall(IAccessManager.renounceRole, (admin, parts.deployer)));
    }

    function _allow(Authority authority, address target, bytes4 selector, uint64 role)
        private
        pure
        returns (Call memory)
    {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        return Call(address(authority), abi.encodeCall(IAccessManager.setTargetFunctionRole, (target, selectors, role)));
    }

    function _grant(Authority authority, uint64 role, address account) private pure returns (Call memory) {
        return Call(address(authority), abi.encodeCall(IAccessManager.grantRole, (role, account, 0)));
    }

    function _grant(TimelockController timelock, bytes32 role, address account) private pure returns (Call memory) {
        return Call(address(timelock), abi.encodeCall(IAccessControl.grantRole, (role, account)));
    }
}
