// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EnclaveRegistry} from "../../src/registry/EnclaveRegistry.sol";
import {Quorum} from "../../src/registry/Quorum.sol";
import {Settlement} from "../../src/settlement/Settlement.sol";
import {Rejection} from "../../src/settlement/Rejection.sol";
import {Appraisal, EnclaveRegistration} from "../../src/message/Messages.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {ValidatorStaking} from "../../src/staking/ValidatorStaking.sol";
import {OPG} from "../../src/token/OPG.sol";
import {World} from "../lib/World.sol";

/// @notice The whole system with staked tokens behind its validators.
contract StakedQuorumTest is World {
    OPG private opg;
    ValidatorStaking private staking;

    function setUp() public override {
        super.setUp();
        opg = new OPG(address(this));
        staking = new ValidatorStaking(address(authority), opg, 1e18, 1e18, 14 days);
        for (uint256 i = 0; i < 5; ++i) {
            stake(vm.addr(validatorKeys[i]), 100e18);
        }
        vm.warp(START + 1);
        registry = new EnclaveRegistry(address(authority), staking);
        registry.allowMeasurementSet(MEASUREMENTS);
        settlement = new Settlement(address(authority), registry, staking, split());
        register(registration());
    }

    function test_settlesWithStakedValidators() public {
        settle(goodItem("first", 1000));
        (uint8 reason,) = settle(goodItem("staked", 1000));
        assertEq(reason, Rejection.NONE);
        vm.snapshotGasLastCall("ValidatorStaking", "settle 1 under a staked quorum of five");
    }

    function test_newStakeIsNoQuorumInItsOwnSecond() public {
        uint256 whale = 0x3a1e;
        stake(vm.addr(whale), 100_000e18);
        ISettlement.Item[] memory items = batch(goodItem("whale", 1000));
        Appraisal memory appraisal = appraise(items);
        bytes[] memory signatures = new bytes[](1);
        signatures[0] = sign(whale, settlement.appraisalDigest(appraisal));
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 0, uint256(500e18) * 2 / 3 + 1));
        settlement.settle(items, appraisal, signatures);
    }

    function test_aSlashedValidatorCountsForLess() public {
        for (uint256 i = 0; i < 4; ++i) {
            staking.slash(vm.addr(validatorKeys[i]), 90e18, address(1));
        }
        vm.warp(START + 2);
        EnclaveRegistration memory message = registration();
        message.validUntil += 1;
        bytes32 digest = registry.registrationDigest(message);
        bytes memory enclaveSignature = sign(ENCLAVE, digest);
        bytes[] memory four = endorse(digest, 4);
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 40e18, uint256(140e18) * 2 / 3 + 1));
        registry.register(message, enclaveSignature, four);
    }

    function stake(address validator, uint256 amount) private {
        opg.transfer(validator, amount);
        vm.startPrank(validator);
        opg.approve(address(staking), amount);
        staking.stake(validator, amount);
        vm.stopPrank();
    }
}
