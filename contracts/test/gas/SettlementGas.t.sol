// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Appraisal} from "../../src/message/Messages.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Permit2World} from "../lib/Permit2World.sol";

/// @notice What transactions cost, as committed in snapshots/: known token, payee and parties, five validators sign.
contract SettlementGasTest is Permit2World {
    uint256 private constant TX_GAS_CAP = 16_777_216;

    function setUp() public override {
        super.setUp();
        // A first batch deploys the vault and opens the parties' credits.
        settle(goodItem("first", 1000));
    }

    function test_batchOf100PayersGas() public {
        measure("settle 100, payers all different", items(100, true));
    }

    function test_batchOf100OfOnePayerGas() public {
        measure("settle 100, one payer", items(100, false));
    }

    function test_batchOf1Gas() public {
        measure("settle 1", items(1, true));
    }

    function test_batchOf225FitsOneTransaction() public {
        measure("settle 225, payers all different", items(225, true));
    }

    function test_batchOf100OfUptoGas() public {
        measure("settle 100 of upto, payers all different", permits(UPTO, 100));
    }

    function test_batchOf100OfExactByPermit2Gas() public {
        measure("settle 100 of exact by Permit2, payers all different", permits(EXACT, 100));
    }

    function test_withdrawGas() public {
        vm.prank(HOST);
        settlement.withdraw(address(usdc));
        vm.snapshotGasLastCall("Settlement", "withdraw");
    }

    function measure(string memory name, ISettlement.Item[] memory batchItems) private {
        Appraisal memory appraisal = appraise(batchItems);
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraisal), 5);
        uint256 before = usdc.balanceOf(address(settlement));

        settlement.settle(batchItems, appraisal, signatures);
        uint256 gas = vm.snapshotGasLastCall("Settlement", name);

        assertTrue(gas < TX_GAS_CAP, "a batch fits one transaction");
        assertEq(usdc.balanceOf(address(settlement)) - before, 1000 * batchItems.length);
    }

    function items(uint256 count, bool differentPayers) private returns (ISettlement.Item[] memory all) {
        all = new ISettlement.Item[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 key = differentPayers ? 0x5000 + i : PAYER;
            usdc.mint(vm.addr(key), 1e9);
            all[i] = goodItem(address(usdc), key, HOST, keccak256(abi.encode("gas", i)), 1000);
        }
    }

    function permits(uint8 scheme, uint256 count) private returns (ISettlement.Item[] memory all) {
        all = new ISettlement.Item[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 key = 0x5000 + i;
            usdc.mint(vm.addr(key), 1e9);
            approve(address(usdc), key);
            uint256 nonce = uint256(keccak256(abi.encode("gas", i)));
            all[i] = permitItem(scheme, address(usdc), key, nonce, scheme == UPTO ? 5000 : 1000, 1000);
        }
    }
}
