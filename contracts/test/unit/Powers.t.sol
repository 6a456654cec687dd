// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Deployment} from "../../script/Deployment.sol";
import {Sender} from "../../script/Sender.sol";
import {Roles} from "../../src/governance/Roles.sol";
import {DeployedWorld} from "../lib/DeployedWorld.sol";

/// @notice After genesis no account has a power, but the guardian's to pause and to stop a single key.
contract PowersTest is DeployedWorld {
    Deployment.System private s;
    /// @dev Every restricted function of every contract: whoever adds one says here who may call it.
    mapping(bytes32 functionOfContract => uint64 role) private _roleOf;
    mapping(bytes32 functionOfContract => bool) private _listed;
    uint256 private _listedCount;

    function setUp() public override {
        super.setUp();
        s = deployment.run(base, allocation);
        uint64 timelockOnly = s.authority.ADMIN_ROLE();
        list("EnclaveRegistry", "allowMeasurementSet(bytes32)", timelockOnly);
        list("EnclaveRegistry", "revokeMeasurementSet(bytes32)", timelockOnly);
        list("EnclaveRegistry", "revoke(address)", Roles.GUARDIAN);
        list("EnclaveRegistry", "pause()", Roles.GUARDIAN);
        list("EnclaveRegistry", "unpause()", timelockOnly);
        list("Settlement", "setSplit((uint16,uint16,uint16,uint16,address,address))", timelockOnly);
        list("Settlement", "callChannels(bytes)", Roles.CHANNELS);
        list("Settlement", "chargeChannels(address,address,address,uint256)", Roles.CHANNELS);
        list("Settlement", "pause()", Roles.GUARDIAN);
        list("Settlement", "unpause()", timelockOnly);
        list("ValidatorStaking", "slash(address,uint256,address)", Roles.DISPUTES);
        list("ModelRegistry", "upgradeToAndCall(address,bytes)", timelockOnly);
        list("Disputes", "setStakes(uint128,uint128)", timelockOnly);
    }

    function test_everyRestrictedFunctionIsListedAndNoAccountMayCallIt() public {
        Sender.Part[] memory parts = deployment.parts();
        uint256 found = 0;
        for (uint256 i = 0; i < parts.length; ++i) {
            if (isLeftOut(parts[i].name)) continue;
            string[] memory functions = functionsOf(parts[i].name);
            for (uint256 j = 0; j < functions.length; ++j) {
                if (!isRestricted(parts[i].place, functions[j])) continue;
                bytes32 key = keccak256(bytes(string.concat(parts[i].name, ".", functions[j])));
                // Of AccessManaged itself: the authority alone may replace itself.
                if (keccak256(bytes(functions[j])) == keccak256("setAuthority(address)")) continue;
                assertTrue(_listed[key], string.concat("unlisted: ", parts[i].name, ".", functions[j]));
                checkCallers(parts[i].place, bytes4(keccak256(bytes(functions[j]))), _roleOf[key]);
                ++found;
            }
        }
        assertEq(found, _listedCount);
    }

    function test_noFunctionOfAnyContractIsOpenedToARoleUnseen() public view {
        Sender.Part[] memory parts = deployment.parts();
        uint256 seen = 0;
        for (uint256 i = 0; i < parts.length; ++i) {
            if (isLeftOut(parts[i].name)) continue;
            string[] memory functions = functionsOf(parts[i].name);
            for (uint256 j = 0; j < functions.length; ++j) {
                bytes4 selector = bytes4(keccak256(bytes(functions[j])));
                uint64 role = s.authority.getTargetFunctionRole(parts[i].place, selector);
                assertEq(role, _roleOf[keccak256(bytes(string.concat(parts[i].name, ".", functions[j])))]);
                ++seen;
            }
        }
        assertTrue(seen > 150, "functions");
    }

    function test_everyRoleIsTheTimelocksToGiveAndNoAccountHasOneButTheGuardian(address stranger) public view {
        address[4] memory accounts = [DEPLOYER, SOMEBODY, GUARDIAN, stranger];
        for (uint64 role = 0; role <= Roles.CHANNELS + 1; ++role) {
            assertEq(s.authority.getRoleAdmin(role), 0);
            assertEq(s.authority.getRoleGuardian(role), 0);
            for (uint256 i = 0; i < accounts.length; ++i) {
                if (accounts[i].code.length != 0) continue;
                (bool member,) = s.authority.hasRole(role, accounts[i]);
                assertTrue(member == (accounts[i] == GUARDIAN && role == Roles.GUARDIAN), "a role");
            }
        }
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (accounts[i].code.length != 0) continue;
            assertTrue(!s.timelock.hasRole(s.timelock.DEFAULT_ADMIN_ROLE(), accounts[i]), "admin of the timelock");
            assertTrue(!s.timelock.hasRole(s.timelock.PROPOSER_ROLE(), accounts[i]), "proposer");
            assertTrue(!s.timelock.hasRole(s.timelock.CANCELLER_ROLE(), accounts[i]), "canceller");
        }
        assertEq(s.governor.timelock(), address(s.timelock));
    }

    function test_theRestOwnsNothing() public view {
        string[6] memory names = ["Genesis", "OPG", "ModelRegistry", "InferenceRequests", "ChannelClaims", "Disputes"];
        for (uint256 i = 0; i < names.length; ++i) {
            string[] memory functions = functionsOf(names[i]);
            for (uint256 j = 0; j < functions.length; ++j) {
                bytes32 name = keccak256(bytes(functions[j]));
                assertTrue(
                    name != keccak256("owner()") && name != keccak256("grantRole(bytes32,address)")
                        && name != keccak256("mint(address,uint256)"),
                    functions[j]
                );
            }
        }
    }

    function checkCallers(address target, bytes4 selector, uint64 role) private view {
        address[4] memory accounts = [DEPLOYER, SOMEBODY, GUARDIAN, address(0xbad)];
        for (uint256 i = 0; i < accounts.length; ++i) {
            (bool immediate, uint32 delay) = s.authority.canCall(accounts[i], target, selector);
            bool allowed = accounts[i] == GUARDIAN && role == Roles.GUARDIAN;
            assertTrue(immediate == allowed && delay == 0, "who may call");
        }
        (bool governed,) = s.authority.canCall(address(s.timelock), target, selector);
        assertTrue(governed == (role != Roles.CHANNELS), "the timelock");
    }

    /// @dev It asks the contract itself: zeros decode as any arguments, and the modifier stands before everything else.
    function isRestricted(address target, string memory signature) private returns (bool) {
        uint256 state = vm.snapshotState();
        vm.prank(address(0xbad));
        (bool success, bytes memory answer) =
            target.call(abi.encodePacked(bytes4(keccak256(bytes(signature))), new bytes(1024)));
        vm.revertToState(state);
        return !success && bytes4(answer) == IAccessManaged.AccessManagedUnauthorized.selector;
    }

    function functionsOf(string memory name) private view returns (string[] memory) {
        string memory artifact = vm.readFile(string.concat("out/", name, ".sol/", name, ".json"));
        return vm.parseJsonKeys(artifact, ".methodIdentifiers");
    }

    /// @dev A vesting wallet is its beneficiary's, and holds nobody else's money; the proxy has the code's functions.
    function isLeftOut(string memory name) private pure returns (bool) {
        if (keccak256(bytes(name)) == keccak256("ModelRegistryCode")) return true;
        bytes memory text = bytes(name);
        return text.length > 10 && bytes10(text) == "OpgVesting";
    }

    function list(string memory name, string memory signature, uint64 role) private {
        bytes32 key = keccak256(bytes(string.concat(name, ".", signature)));
        _roleOf[key] = role;
        _listed[key] = true;
        ++_listedCount;
    }
}
