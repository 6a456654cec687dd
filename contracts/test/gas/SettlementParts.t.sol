// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Appraisal} from "../../src/message/Messages.sol";
import {Meter} from "../lib/Meter.sol";
import {Permit2World} from "../lib/Permit2World.sol";

/// @notice Where each thousand of an item goes, in a batch of 100 with payers all different; `npm run gas` prints it.
contract SettlementPartsTest is Permit2World {
    uint256 private constant COUNT = 100;
    uint256 private constant TX_GAS = 21_000;
    /// @dev A log with four topics and seven words.
    uint256 private constant EVENT_GAS = 375 * 5 + 8 * 32 * 7;

    Meter private meter;

    function setUp() public override {
        super.setUp();
        settle(goodItem("first", 1000));
        meter = new Meter();
    }

    function test_partsOfExact() public {
        ISettlement.Item[] memory items = new ISettlement.Item[](COUNT);
        for (uint256 i = 0; i < COUNT; ++i) {
            usdc.mint(vm.addr(0x5000 + i), 1e9);
            items[i] = goodItem(address(usdc), 0x5000 + i, HOST, keccak256(abi.encode("gas", i)), 1000);
        }
        write("exact", items);
    }

    function test_partsOfUpto() public {
        ISettlement.Item[] memory items = new ISettlement.Item[](COUNT);
        for (uint256 i = 0; i < COUNT; ++i) {
            uint256 key = 0x5000 + i;
            usdc.mint(vm.addr(key), 1e9);
            approve(address(usdc), key);
            items[i] = permitItem(UPTO, address(usdc), key, uint256(keccak256(abi.encode("gas", i))), 5000, 1000);
        }
        write("upto", items);
    }

    function write(string memory scheme, ISettlement.Item[] memory items) private {
        Appraisal memory appraisal = appraise(items);
        bytes32 digest = settlement.appraisalDigest(appraisal);
        bytes[] memory signatures = endorse(digest, 5);
        bytes32[] memory ids = new bytes32[](COUNT);
        for (uint256 i = 0; i < COUNT; ++i) {
            ids[i] = settlement.receiptId(items[i].receipt);
        }
        uint256 sent = calldataGas(abi.encodeCall(ISettlement.settle, (items, appraisal, signatures))) / COUNT;
        uint256 hashed = meter.hash(items[0].receipt) + meter.root(ids) / COUNT;
        uint256 quorum = (TX_GAS + meter.quorum(validators, digest, signatures)) / COUNT;
        uint256 recovered = meter.recover(ids[0], items[0].enclaveSignature);
        uint256 paid = paymentGas(items[0], items[1]);
        uint256 checked = meter.balances(IERC20(address(usdc)), settlement.vaultOf(HOST));

        settlement.settle(items, appraisal, signatures);
        uint256 total = vm.snapshotGasLastCall("SettlementParts", string.concat(scheme, ": whole batch")) / COUNT;

        put(scheme, "1 calldata", sent);
        put(scheme, "2 share of transaction and quorum of five", quorum);
        put(scheme, "3 receipt id and root", hashed);
        put(scheme, "4 enclave's signature", recovered);
        put(scheme, "5 payment: token or Permit2, nonce, transfer, payer's signature", paid);
        put(scheme, "6 balance before and after", checked);
        put(scheme, "7 event", EVENT_GAS);
        put(
            scheme,
            "8 checks, calls, copies, splitting",
            total - sent - quorum - hashed - recovered - paid - checked - EVENT_GAS
        );
        put(scheme, "9 total", total);
        assertTrue(total < 100_000, "an item");
    }

    /// @dev Made by Settlement's address, as the payer of an `upto` permit signed it.
    function paymentGas(ISettlement.Item memory first, ISettlement.Item memory second) private returns (uint256 gas) {
        uint256 state = vm.snapshotState();
        vm.etch(address(settlement), address(meter).code);
        gas = Meter(address(settlement)).pay(first, second);
        vm.revertToState(state);
    }

    function put(string memory scheme, string memory name, uint256 value) private {
        vm.snapshotValue("SettlementParts", string.concat(scheme, ": ", name), value);
    }

    function calldataGas(bytes memory data) private pure returns (uint256 gas) {
        for (uint256 i = 0; i < data.length; ++i) {
            gas += data[i] == 0 ? 4 : 16;
        }
    }
}
