// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AllocationFile} from "../../script/AllocationFile.sol";
import {Deployment} from "../../script/Deployment.sol";
import {ParameterFile} from "../../script/ParameterFile.sol";
import {Sender} from "../../script/Sender.sol";
import {Genesis} from "../../src/genesis/Genesis.sol";
import {Roles} from "../../src/governance/Roles.sol";
import {DeployedWorld} from "../lib/DeployedWorld.sol";

/// @notice One set at the same addresses on every chain, made whole or made whole later, and then nobody's.
contract DeploymentTest is DeployedWorld {
    function test_makesEveryPartAndKeepsNothing() public {
        Deployment.System memory s = deployment.run(base, allocation);

        Sender.Part[] memory parts = deployment.parts();
        assertEq(parts.length, 18);
        uint256 held = 0;
        for (uint256 i = 0; i < parts.length; ++i) {
            assertTrue(parts[i].place.code.length != 0, parts[i].name);
            held += s.opg.balanceOf(parts[i].place);
        }
        // In vesting wallets only: no contract of ours is a beneficiary here.
        assertEq(held, 810_000_000e18);
        assertEq(s.opg.balanceOf(DEPLOYER), 0);
        assertEq(s.opg.balanceOf(SOMEBODY), 190_000_000e18);
        assertEq(s.timelock.getMinDelay(), 2 days);
        assertEq(address(s.governor.token()), address(s.opg));
        assertEq(s.governor.timelock(), address(s.timelock));
        assertEq(s.settlement.currentSplit().treasury, address(s.timelock));
        (bool member,) = s.authority.hasRole(s.authority.ADMIN_ROLE(), DEPLOYER);
        assertTrue(!member, "admin no more");
        assertTrue(!s.timelock.hasRole(s.timelock.DEFAULT_ADMIN_ROLE(), DEPLOYER), "timelock's admin no more");
        (member,) = s.authority.hasRole(Roles.GUARDIAN, GUARDIAN);
        assertTrue(member, "guardian");
    }

    function test_baseAndBaseSepoliaHaveTheSameAddresses() public {
        uint256 fresh = vm.snapshotState();
        Deployment.System memory onBase = deployment.run(base, allocation);
        vm.revertToState(fresh);
        vm.chainId(84_532);
        Deployment.System memory onSepolia = deployment.run(filled("genesis/base-sepolia.json"), allocation);

        assertEq(keccak256(abi.encode(onSepolia)), keccak256(abi.encode(onBase)));
    }

    function test_aSecondRunFindsEverythingDone() public {
        deployment.run(base, allocation);
        string memory manifest = deployment.manifest();
        assertTrue(deployment.steps().length > 20, "steps");

        deployment.run(base, allocation);

        assertEq(deployment.steps().length, 0);
        assertEq(keccak256(bytes(deployment.manifest())), keccak256(bytes(manifest)));
    }

    function test_goesOnWhereItWasCutShort(uint256 made) public {
        uint256 fresh = vm.snapshotState();
        deployment.run(base, allocation);
        Sender.Step[] memory steps = deployment.steps();
        bytes32 manifest = keccak256(bytes(deployment.manifest()));
        vm.revertToState(fresh);
        made = bound(made, 0, steps.length - 1);
        deployment.prepare(DEPLOYER);
        for (uint256 i = 0; i < made; ++i) {
            vm.prank(DEPLOYER);
            (bool success,) = steps[i].to.call(steps[i].data);
            assertTrue(success, "step");
        }

        Deployment.System memory s = deployment.run(base, allocation);

        assertEq(keccak256(bytes(deployment.manifest())), manifest);
        (bool member,) = s.authority.hasRole(s.authority.ADMIN_ROLE(), DEPLOYER);
        assertTrue(!member, "admin no more");
        (member,) = s.authority.hasRole(Roles.DISPUTES, address(s.disputes));
        assertTrue(member, "disputes may slash");
        assertTrue(!s.timelock.hasRole(s.timelock.DEFAULT_ADMIN_ROLE(), DEPLOYER), "timelock's admin no more");
        assertTrue(s.timelock.hasRole(s.timelock.CANCELLER_ROLE(), address(s.governor)), "governor cancels");
    }

    function test_refusesToGoOnWithOtherParameters() public {
        deployment.run(base, allocation);

        vm.expectRevert(
            abi.encodeWithSelector(
                Deployment.DeploymentMismatch.selector, "the timelock at this address obeys another governor"
            )
        );
        deployment.run(vm.replace(base, "\"thawDelayDays\": 14", "\"thawDelayDays\": 15"), allocation);
    }

    function test_allowsMeasurementSetsBeforeTheHandoverOnly() public {
        bytes32 first = keccak256("first");
        bytes32 second = keccak256("second");
        string memory one = string.concat("\"measurementSets\": [\"", vm.toString(first), "\"]");
        string memory other = string.concat("\"measurementSets\": [\"", vm.toString(second), "\"]");
        Deployment.System memory s = deployment.run(vm.replace(base, "\"measurementSets\": []", one), allocation);
        assertTrue(s.registry.isMeasurementSetAllowed(first), "allowed");

        vm.expectRevert(abi.encodeWithSelector(Deployment.DeploymentMeasurementSetMissing.selector, second));
        deployment.run(vm.replace(base, "\"measurementSets\": []", other), allocation);
    }

    function test_refusesTheCommittedFilesUntilTheyAreFilledIn() public {
        string memory unfilled = vm.readFile("genesis/base.json");
        vm.expectRevert(ParameterFile.ParameterFileNoDeployer.selector);
        deployment.run(unfilled, allocation);
        unfilled = vm.readFile("genesis/allocation.json");
        vm.expectRevert(abi.encodeWithSelector(AllocationFile.AllocationFileNoBeneficiary.selector, "ecosystem"));
        deployment.run(base, unfilled);
    }

    function test_theDevnetHasTheSameTable() public view {
        (Genesis.Grant[] memory real,) = AllocationFile.parse(allocation);
        (Genesis.Grant[] memory local,) = AllocationFile.parse(vm.readFile("genesis/devnet-allocation.json"));
        assertEq(local.length, real.length);
        for (uint256 i = 0; i < real.length; ++i) {
            local[i].beneficiary = real[i].beneficiary;
            assertEq(keccak256(abi.encode(local[i])), keccak256(abi.encode(real[i])));
        }
    }

    function test_productionNeverSeesTheStandIns() public view {
        assertEq(standInsIn("out/DeployAll.s.sol/DeployAll.json"), 0);
        assertTrue(standInsIn("out/DeployDevnet.s.sol/DeployDevnet.json") != 0, "the check sees some where there are");
    }

    /// @dev Every source that the script was compiled from, however far down its imports.
    function standInsIn(string memory artifact) private view returns (uint256 found) {
        string[] memory sources = vm.parseJsonKeys(vm.readFile(artifact), ".metadata.sources");
        assertTrue(sources.length > 50, "sources");
        for (uint256 i = 0; i < sources.length; ++i) {
            if (startsWith(sources[i], "src/devnet/") || startsWith(sources[i], "script/DeployDevnet")) ++found;
        }
    }

    function startsWith(string memory text, string memory prefix) private pure returns (bool) {
        bytes memory whole = bytes(text);
        bytes memory start = bytes(prefix);
        if (whole.length < start.length) return false;
        for (uint256 i = 0; i < start.length; ++i) {
            if (whole[i] != start[i]) return false;
        }
        return true;
    }
}
