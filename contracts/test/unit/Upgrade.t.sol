// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Deployment} from "../../script/Deployment.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {DeployedWorld} from "../lib/DeployedWorld.sol";

/// @notice The code behind the registry of models changes by a proposal that was voted for, queued and waited for, only.
contract UpgradeTest is DeployedWorld {
    address private constant PUBLISHER = address(0x0b);

    Deployment.System private s;
    address private next;
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        vm.warp(1_790_000_000);
        s = deployment.run(base, allocation);
        next = address(new NextModelRegistry());
        vm.startPrank(PUBLISHER);
        id = s.models.publish("model");
        s.models.publishVersion(id, keccak256("manifest"), address(0x4057), 3);
        vm.stopPrank();
        vm.prank(SOMEBODY);
        s.opg.delegate(SOMEBODY);
        vm.warp(block.timestamp + 1);
    }

    function test_aProposalUpgradesAndWhatWasPublishedStays() public {
        bytes memory data = abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (next, ""));
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = single(address(s.models), data);
        vm.prank(SOMEBODY);
        uint256 proposal = s.governor.propose(targets, values, calls, "upgrade");
        vm.warp(block.timestamp + 2 days + 1);
        vm.prank(SOMEBODY);
        s.governor.castVote(proposal, 1);
        vm.warp(block.timestamp + 5 days + 1);
        s.governor.queue(targets, values, calls, keccak256("upgrade"));
        vm.expectRevert();
        s.governor.execute(targets, values, calls, keccak256("upgrade"));
        assertEq(codeOf(address(s.models)), code());
        vm.warp(block.timestamp + 2 days);
        s.governor.execute(targets, values, calls, keccak256("upgrade"));

        assertEq(uint256(s.governor.state(proposal)), uint256(IGovernor.ProposalState.Executed));
        assertEq(codeOf(address(s.models)), next);
        assertEq(NextModelRegistry(address(s.models)).generation(), 2);
        assertEq(s.models.modelOf(id).owner, PUBLISHER);
        assertEq(s.models.versionOf(id, 1).manifestDigest, keccak256("manifest"));
        assertEq(IAccessManaged(address(s.models)).authority(), address(s.authority));
    }

    function test_nobodyElseUpgrades(address stranger) public {
        vm.assume(stranger != address(s.timelock));
        address[5] memory accounts = [stranger, DEPLOYER, GUARDIAN, SOMEBODY, address(s.governor)];
        for (uint256 i = 0; i < accounts.length; ++i) {
            vm.prank(accounts[i]);
            vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, accounts[i]));
            s.models.upgradeToAndCall(next, "");
        }
        assertEq(codeOf(address(s.models)), code());
    }

    function test_nobodyInitializesProxyOrCodeAgain() public {
        ModelRegistry implementation = ModelRegistry(code());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        s.models.initialize(address(this));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(address(this));
        vm.expectRevert(UUPSUpgradeable.UUPSUnauthorizedCallContext.selector);
        implementation.upgradeToAndCall(next, "");
    }

    function test_theTimelockCannotPutInWhatCouldNotBeUpgradedAgain() public {
        address plain = address(new NotARegistry());
        vm.prank(address(s.timelock));
        vm.expectRevert(abi.encodeWithSelector(ERC1967Utils.ERC1967InvalidImplementation.selector, plain));
        s.models.upgradeToAndCall(plain, "");
    }

    function test_nothingElseHasAnUpgrade() public view {
        string[10] memory names = [
            "OPG",
            "Genesis",
            "OpgVesting",
            "Settlement",
            "HostVault",
            "EnclaveRegistry",
            "ValidatorStaking",
            "Disputes",
            "InferenceRequests",
            "ChannelClaims"
        ];
        for (uint256 i = 0; i < names.length; ++i) {
            string memory artifact = vm.readFile(string.concat("out/", names[i], ".sol/", names[i], ".json"));
            assertTrue(!vm.keyExistsJson(artifact, ".methodIdentifiers['upgradeToAndCall(address,bytes)']"), names[i]);
        }
        string memory upgradeable = vm.readFile("out/ModelRegistry.sol/ModelRegistry.json");
        assertTrue(
            vm.keyExistsJson(upgradeable, ".methodIdentifiers['upgradeToAndCall(address,bytes)']"), "seen where it is"
        );
    }

    function code() private view returns (address) {
        return deployment.addressOf(type(ModelRegistry).creationCode);
    }

    function codeOf(address proxy) private view returns (address) {
        return address(uint160(uint256(vm.load(proxy, ERC1967Utils.IMPLEMENTATION_SLOT))));
    }

    function single(address target, bytes memory data)
        private
        pure
        returns (address[] memory targets, uint256[] memory values, bytes[] memory calls)
    {
        (targets, values, calls) = (new address[](1), new uint256[](1), new bytes[](1));
        (targets[0], calls[0]) = (target, data);
    }
}

/// @notice What could come next.
contract NextModelRegistry is ModelRegistry {
    function generation() external pure returns (uint256) {
        return 2;
    }
}

/// @notice Code without a way on.
contract NotARegistry {}
