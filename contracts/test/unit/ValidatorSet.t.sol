// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Authority} from "../../src/governance/Authority.sol";
import {ValidatorSet} from "../../src/registry/ValidatorSet.sol";
import {Test} from "../lib/Test.sol";

/// @notice Weights through time, and the quorum that they make.
contract ValidatorSetTest is Test {
    ValidatorSet private validators;

    function setUp() public {
        vm.warp(1000);
        validators = new ValidatorSet(address(new Authority(address(this))));
    }

    function test_nobodyIsAQuorumOfNobody() public view {
        assertEq(validators.quorumAt(1000), 1);
    }

    function test_keepsPastWeights() public {
        validators.setWeight(address(1), 10);
        vm.warp(2000);
        validators.setWeight(address(1), 4);
        validators.setWeight(address(2), 6);

        assertEq(validators.weightAt(address(1), 999), 0);
        assertEq(validators.weightAt(address(1), 1999), 10);
        assertEq(validators.weightAt(address(1), 2000), 4);
        assertEq(validators.weightAt(address(2), 1999), 0);
        assertEq(validators.quorumAt(1999), 7);
        assertEq(validators.quorumAt(2000), 7);
    }

    function test_quorumIsMoreThanTwoThirds(uint64[4] memory weights) public {
        uint256 total = 0;
        for (uint256 i = 0; i < weights.length; ++i) {
            validators.setWeight(address(uint160(i + 1)), weights[i]);
            total += weights[i];
        }

        uint256 quorum = validators.quorumAt(1000);
        assertTrue(quorum * 3 > total * 2, "more than two thirds");
        assertTrue((quorum - 1) * 3 <= total * 2, "and not more than needed");
    }

    function test_letsOnlyTheAuthoritySetWeights() public {
        vm.prank(address(0xbad));
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(0xbad)));
        validators.setWeight(address(0xbad), 100);
    }
}
