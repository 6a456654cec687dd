// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChannelClaims} from "../../src/interfaces/IChannelClaims.sol";
import {Receipt} from "../../src/message/Messages.sol";
import {ChannelWorld} from "../lib/ChannelWorld.sol";

/// @notice What channels cost, per transaction; a call costs what its commit costs divided by the calls under its root.
contract ChannelGasTest is ChannelWorld {
    uint256 private constant FIRST_KEY = 0x6000;

    function setUp() public override {
        super.setUp();
        // A first commit deploys the vault and opens the parties' credits.
        deposit(PAYER, DEPOSIT);
        claims.commit(commitment(one(row(PAYER, 0, channelReceipts(PAYER, 0, 10, 2)))));
    }

    function test_depositGas() public {
        deposit(FIRST_KEY, DEPOSIT);
        vm.snapshotGasLastCall("Channels", "deposit");
        deposit(FIRST_KEY, DEPOSIT);
        vm.snapshotGasLastCall("Channels", "top up");
    }

    function test_oneChannelGas() public {
        measure("commit 1 channel of 100 calls", 1, 100, 350_000);
    }

    function test_tenChannelsGas() public {
        // Under 1,000 gas for each of 1,000 calls, 100 to a claim.
        measure("commit 10 channels of 100 calls", 10, 100, 1_000_000);
    }

    function test_hundredChannelsGas() public {
        measure("commit 100 channels of 10 calls", 100, 10, 16_777_216);
    }

    function test_withoutARootGas() public {
        Receipt[] memory receipts = channelReceipts(PAYER, 20, 10, 10);
        IChannelClaims.SingleCommitment memory made = single(PAYER, receipts, 120);
        claims.commitEach(made);
        vm.snapshotGasLastCall("Channels", "commit 10 calls without a root");
    }

    function measure(string memory name, uint256 width, uint256 calls, uint256 most) private {
        IChannelClaims.ChannelRow[] memory rows = new IChannelClaims.ChannelRow[](width);
        for (uint256 i = 0; i < width; ++i) {
            uint256 key = FIRST_KEY + i;
            deposit(key, DEPOSIT);
            // Channels that were claimed before, as all but new ones were.
            claims.commit(commitment(one(row(key, 0, channelReceipts(key, 0, 10, 1)))));
            rows[i] = row(key, 10, channelReceipts(key, 10, 10, calls));
        }
        IChannelClaims.Commitment memory made = commitment(rows);
        uint256 before = usdc.balanceOf(address(settlement));
        claims.commit(made);
        uint256 gas = vm.snapshotGasLastCall("Channels", name);
        assertEq(usdc.balanceOf(address(settlement)) - before, 10 * width * calls);
        assertTrue(gas < most, "the gas that a commit may cost");
    }
}
