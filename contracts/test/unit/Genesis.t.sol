// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AllocationFile} from "../../script/AllocationFile.sol";
import {Genesis} from "../../src/genesis/Genesis.sol";
import {OPG} from "../../src/token/OPG.sol";
import {OpgVesting} from "../../src/token/OpgVesting.sol";
import {Test} from "../lib/Test.sol";

/// @notice The table hands out the whole supply, and a wrong table hands out nothing.
contract GenesisTest is Test {
    uint256 private constant START = 1_790_000_000;
    string private constant NOBODY = "0x0000000000000000000000000000000000000000";
    string private constant SOMEBODY = "0x00000000000000000000000000000000000000AA";
    string private table;

    function setUp() public {
        vm.warp(START);
        table = vm.replace(vm.readFile("genesis/allocation.json"), NOBODY, SOMEBODY);
        table = vm.replace(table, "\"startTime\": 0", string.concat("\"startTime\": ", vm.toString(START)));
    }

    function test_handsOutTheCommittedTable() public {
        (Genesis.Grant[] memory grants, uint64 startTime) = AllocationFile.parse(table);
        assertEq(startTime, START);
        assertEq(grants.length, 7);
        assertEq(grants[0].amount, 400_000_000e18);
        for (uint256 i = 0; i < grants.length; ++i) {
            grants[i].beneficiary = address(uint160(0x1000 + i));
        }

        Genesis genesis = new Genesis(grants, startTime);

        assertHandedOut(genesis, grants);
        uint256 circulating = 0;
        for (uint256 i = 0; i < grants.length; ++i) {
            circulating += genesis.token().balanceOf(grants[i].beneficiary);
        }
        assertEq(circulating, 190_000_000e18);
    }

    function test_handsOutAnyTableThatAddsUp(uint256[6] memory cuts, uint64[6] memory times) public {
        Genesis.Grant[] memory grants = randomTable(cuts, times);
        assertHandedOut(new Genesis(grants, uint64(START)), grants);
    }

    function test_refusesRowsThatDoNotAddUp(uint256[6] memory cuts, uint64[6] memory times, uint256 wrong) public {
        Genesis.Grant[] memory grants = randomTable(cuts, times);
        uint256 off = bound(wrong, 1, 1e27);
        if (wrong % 2 == 0) {
            grants[wrong % 6].amount += off;
        } else {
            grants[wrong % 6].amount -= off % grants[wrong % 6].amount + (off % grants[wrong % 6].amount == 0 ? 1 : 0);
        }
        vm.expectRevert();
        new Genesis(grants, uint64(START));
    }

    function test_refusesOneTokenTooManyOrTooFew() public {
        Genesis.Grant[] memory grants = single();
        grants[0].amount = 1e27 - 1;
        grants[0].liquid = 1e27 - 1;
        vm.expectRevert(abi.encodeWithSelector(Genesis.GenesisBadSum.selector, 1e27, 1e27 - 1));
        new Genesis(grants, uint64(START));
        grants[0].amount = 1e27 + 1;
        vm.expectRevert(abi.encodeWithSelector(Genesis.GenesisBadSum.selector, 1e27, 1e27 + 1));
        new Genesis(grants, uint64(START));
        vm.expectRevert(abi.encodeWithSelector(Genesis.GenesisBadSum.selector, 1e27, 0));
        new Genesis(new Genesis.Grant[](0), uint64(START));
    }

    function test_refusesRowsThatMakeNoSense() public {
        Genesis.Grant[] memory grants = single();
        grants[0].beneficiary = address(0);
        refuses(grants);
        grants = single();
        grants[0].liquid = 1e27 + 1;
        refuses(grants);
        grants = single();
        grants[0].vestingSeconds = 1;
        refuses(grants);
        grants = single();
        grants[0].liquid = 0;
        refuses(grants);
        grants[0].vestingSeconds = 10;
        grants[0].cliffSeconds = 11;
        refuses(grants);
    }

    function test_refusesTheFileUntilItNamesEveryBeneficiary() public {
        string memory json = vm.readFile("genesis/allocation.json");
        vm.expectRevert(abi.encodeWithSelector(AllocationFile.AllocationFileNoBeneficiary.selector, "ecosystem"));
        this.parse(json);
    }

    function test_refusesAFileWhoseRowsDoNotAddUp() public {
        string memory json = vm.replace(table, "400000000", "400000001");
        vm.expectRevert(
            abi.encodeWithSelector(AllocationFile.AllocationFileBadSum.selector, 1_000_000_000, 1_000_000_001)
        );
        this.parse(json);
    }

    function test_refusesAFileWithoutAStart() public {
        string memory json = vm.replace(vm.readFile("genesis/allocation.json"), NOBODY, SOMEBODY);
        vm.expectRevert(AllocationFile.AllocationFileNoStart.selector);
        this.parse(json);
    }

    function test_gas() public {
        (Genesis.Grant[] memory grants, uint64 startTime) = AllocationFile.parse(table);
        bytes memory code = abi.encodePacked(type(Genesis).creationCode, abi.encode(grants, startTime));
        assertTrue(code.length <= 49_152, "fits EIP-3860");
        uint256 before = gasleft();
        new Genesis(grants, startTime);
        assertTrue(before - gasleft() < 16_777_216, "fits one transaction");
    }

    function parse(string memory json) external view returns (Genesis.Grant[] memory grants, uint64 startTime) {
        return AllocationFile.parse(json);
    }

    function assertHandedOut(Genesis genesis, Genesis.Grant[] memory grants) private view {
        OPG token = genesis.token();
        assertEq(token.totalSupply(), 1e27);
        assertEq(token.balanceOf(address(genesis)), 0);
        uint256 sum = 0;
        for (uint256 i = 0; i < grants.length; ++i) {
            OpgVesting wallet = genesis.walletOf(i);
            assertEq(token.balanceOf(grants[i].beneficiary), grants[i].liquid);
            sum += grants[i].liquid;
            if (grants[i].vestingSeconds == 0) {
                assertEq(address(wallet), address(0));
                continue;
            }
            assertEq(token.balanceOf(address(wallet)), grants[i].amount - grants[i].liquid);
            assertEq(wallet.owner(), grants[i].beneficiary);
            assertEq(wallet.start(), START);
            assertEq(wallet.duration(), grants[i].vestingSeconds);
            assertEq(wallet.cliff(), START + grants[i].cliffSeconds);
            sum += token.balanceOf(address(wallet));
        }
        assertEq(sum, 1e27);
    }

    function refuses(Genesis.Grant[] memory grants) private {
        vm.expectRevert(abi.encodeWithSelector(Genesis.GenesisBadGrant.selector, 0));
        new Genesis(grants, uint64(START));
    }

    function single() private pure returns (Genesis.Grant[] memory grants) {
        grants = new Genesis.Grant[](1);
        grants[0] = Genesis.Grant(address(1), 1e27, 1e27, 0, 0);
    }

    function randomTable(uint256[6] memory cuts, uint64[6] memory times)
        private
        pure
        returns (Genesis.Grant[] memory grants)
    {
        grants = new Genesis.Grant[](6);
        uint256 left = 1e27;
        for (uint256 i = 0; i < 6; ++i) {
            uint256 amount = i == 5 ? left : bound(cuts[i], 1, left - 5 + i);
            left -= amount;
            uint64 vesting = uint64(bound(times[i], 0, 3650 days));
            uint256 liquid = vesting == 0 ? amount : bound(cuts[i] >> 64, 0, amount - 1);
            uint64 cliff = uint64(bound(times[i] >> 32, 0, vesting));
            grants[i] = Genesis.Grant(address(uint160(0x1000 + i)), amount, liquid, cliff, vesting);
        }
    }
}
