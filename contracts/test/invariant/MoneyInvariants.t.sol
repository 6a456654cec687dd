// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatchSettlement} from "../../src/interfaces/IBatchSettlement.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Settlement} from "../../src/settlement/Settlement.sol";
import {TestUsdc} from "../../src/devnet/TestUsdc.sol";
import {Test} from "../lib/Test.sol";
import {MoneyHandler} from "./MoneyHandler.sol";

/// @notice What holds after any sequence of payments, settlements, claims, refunds and withdrawals.
contract MoneyInvariantsTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    MoneyHandler private handler;
    address private settlement;
    IBatchSettlement private channels;
    TestUsdc private usdc;
    address private host;
    bytes32 private split;

    function setUp() public {
        handler = new MoneyHandler();
        settlement = handler.settlementAddress();
        channels = Settlement(settlement).channels();
        usdc = TestUsdc(handler.assetAddress());
        host = handler.parties(0);
        split = keccak256(abi.encode(Settlement(settlement).currentSplit()));
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), handler.selectors());
    }

    /// forge-config: deep.invariant.runs = 80
    function invariant_everyUnitIsOwedToOneOrWithdrawn() public view {
        uint256 owed = 0;
        for (uint256 i = 0; i < 4; ++i) {
            owed += ISettlement(settlement).creditOf(handler.parties(i), address(usdc));
        }
        assertEq(usdc.balanceOf(settlement), owed);
        assertEq(handler.settled() + handler.claimed(), owed + handler.withdrawn());
        // Strays stay in the vault: nobody is paid with them.
        address vault = ISettlement(settlement).vaultOf(host);
        assertEq(usdc.balanceOf(vault), handler.strays());
        assertEq(Settlement(settlement).channelChargesOf(host, address(usdc)), handler.claimed());
        assertEq(usdc.totalSupply(), handler.minted());

        channelsHoldWhatTheyOwe(vault);
        assertEq(handler.wrongs(), 0);
        assertEq(keccak256(abi.encode(Settlement(settlement).currentSplit())), split);
    }

    function channelsHoldWhatTheyOwe(address vault) private view {
        uint256 unclaimed = 0;
        uint256 claimed = 0;
        for (uint256 i = 0; i < 3; ++i) {
            uint256 key = handler.payers(i);
            (uint128 balance, uint128 total) = handler.channelOf(i);
            unclaimed += balance - total;
            claimed += total;
            assertEq(total, handler.charged(key));
            assertTrue(total <= handler.signed(key), "a payer signed for what it paid");
            assertEq(uint256(balance) + handler.givenBack(key), handler.deposited(key));
        }
        (uint128 taken, uint128 sent) = channels.receivers(vault, address(usdc));
        assertEq(taken, claimed);
        assertEq(taken, handler.claimed());
        assertEq(usdc.balanceOf(address(channels)), unclaimed + taken - sent);
    }
}
