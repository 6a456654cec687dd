// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IInferenceRequests} from "../../src/interfaces/IInferenceRequests.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Appraisal, Receipt} from "../../src/message/Messages.sol";
import {Quorum} from "../../src/registry/Quorum.sol";
import {InferenceRequests} from "../../src/request/InferenceRequests.sol";
import {BoundedCall} from "../../src/settlement/BoundedCall.sol";
import {Rejection} from "../../src/settlement/Rejection.sol";
import {Asker} from "../lib/Askers.sol";
import {FaultyToken} from "../lib/FaultyToken.sol";
import {Vm} from "../lib/Vm.sol";
import {World} from "../lib/World.sol";

/// @notice A contract asks, a receipt answers; whatever is wrong with either, money goes to one place and once.
contract InferenceRequestsTest is World {
    uint128 private constant PRICE = 10_000;
    bytes private constant ANSWER = '{"answer":42}';

    InferenceRequests private requests;
    Asker private asker;

    function setUp() public override {
        super.setUp();
        requests = new InferenceRequests(settlement, registry, validators);
        asker = new Asker(requests, usdc);
        usdc.mint(address(asker), 1e9);
    }

    function test_answersAContract() public {
        uint256 id = asker.ask(terms());
        assertEq(usdc.balanceOf(address(requests)), PRICE);
        IInferenceRequests.Fulfilment memory good = fulfilment(id, PRICE);

        assertTrue(requests.fulfil(id, good), "called");

        assertEq(asker.lastRequest(), id);
        assertEq(asker.lastReceipt(), settlement.receiptId(good.receipt));
        assertEq(asker.lastAnswer(), ANSWER);
        assertEq(requests.creditOf(HOST, address(usdc)), 7000);
        assertEq(requests.creditOf(OPERATOR, address(usdc)), 2000);
        assertEq(requests.creditOf(POOL, address(usdc)), 400);
        assertEq(requests.creditOf(TREASURY, address(usdc)), 600);
        assertEq(requests.requestOf(id).asker, address(0));
        vm.prank(HOST);
        assertEq(requests.withdraw(address(usdc)), 7000);
        assertEq(usdc.balanceOf(HOST), 7000);
        vm.prank(HOST);
        vm.expectRevert(IInferenceRequests.InferenceRequestsNothingToWithdraw.selector);
        requests.withdraw(address(usdc));
    }

    function test_chargesWhatTheReceiptSaysAndGivesTheRestBack(uint128 price, uint128 charge) public {
        price = uint128(bound(price, 1, 1e9));
        charge = uint128(bound(charge, 0, price));
        IInferenceRequests.Terms memory asked = terms();
        asked.price = price;
        uint256 id = asker.ask(asked);

        requests.fulfil(id, fulfilment(id, charge));

        assertEq(requests.creditOf(address(asker), address(usdc)), price - charge);
        uint256 sum = requests.creditOf(HOST, address(usdc)) + requests.creditOf(OPERATOR, address(usdc))
            + requests.creditOf(POOL, address(usdc)) + requests.creditOf(TREASURY, address(usdc));
        assertEq(sum, charge);
    }

    function test_answersOnce() public {
        uint256 id = asker.ask(terms());
        asker.ask(terms());
        IInferenceRequests.Fulfilment memory good = fulfilment(id, PRICE);
        requests.fulfil(id, good);
        vm.expectRevert(abi.encodeWithSelector(IInferenceRequests.InferenceRequestsNotOpen.selector, id));
        requests.fulfil(id, good);
        vm.expectRevert(mismatch("paymentId"));
        requests.fulfil(id + 1, good);
        vm.warp(START + 2 hours);
        vm.expectRevert(abi.encodeWithSelector(IInferenceRequests.InferenceRequestsNotOpen.selector, id));
        requests.refund(id);
    }

    function test_settlementNeverTakesSuchAReceipt() public {
        uint256 id = asker.ask(terms());
        ISettlement.Item memory item = goodItem("item", 1);
        item.receipt = fulfilment(id, PRICE).receipt;
        signReceipt(item);
        (uint8 reason,) = settle(item);
        assertEq(reason, Rejection.UNSUPPORTED_SCHEME);
    }

    function test_refundsWhatExpired() public {
        uint256 id = asker.ask(terms());
        vm.warp(START + 1 hours);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceRequests.InferenceRequestsNotExpired.selector, id, START + 1 hours)
        );
        requests.refund(id);
        vm.warp(START + 1 hours + 1);
        IInferenceRequests.Fulfilment memory late = fulfilment(id, PRICE);
        vm.expectRevert(abi.encodeWithSelector(IInferenceRequests.InferenceRequestsNotOpen.selector, id));
        requests.fulfil(id, late);

        requests.refund(id);

        assertEq(asker.withdraw(address(usdc)), PRICE);
        vm.expectRevert(abi.encodeWithSelector(IInferenceRequests.InferenceRequestsNotOpen.selector, id));
        requests.refund(id);
    }

    function test_refusesAReceiptForSomethingElse() public {
        uint256 id = asker.ask(terms());
        IInferenceRequests.Fulfilment memory f = fulfilment(id, PRICE);
        f.receipt.scheme = 1;
        refuses(id, f, "scheme");
        f = fulfilment(id, PRICE);
        f.receipt.payer = address(1);
        refuses(id, f, "payer");
        f = fulfilment(id, PRICE);
        f.host = address(1);
        refuses(id, f, "payTo");
        f = fulfilment(id, PRICE);
        f.receipt.asset = address(1);
        refuses(id, f, "asset");
        f = fulfilment(id, PRICE);
        f.receipt.cap = PRICE + 1;
        refuses(id, f, "cap");
        f = fulfilment(id, PRICE + 1);
        f.receipt.cap = PRICE;
        refuses(id, f, "charge");
        f = fulfilment(id, PRICE);
        f.receipt.modelDigest = "other";
        refuses(id, f, "modelDigest");
        f = fulfilment(id, PRICE);
        f.receipt.requestHash = "other";
        refuses(id, f, "requestHash");
        f = fulfilment(id, PRICE);
        f.answer = "other";
        refuses(id, f, "responseHash");
        f = fulfilment(id, PRICE);
        f.receipt.issuedAt = uint64(START - 1);
        refuses(id, f, "issuedAt");
        f.receipt.issuedAt = uint64(START + 1);
        refuses(id, f, "issuedAt");
        f = fulfilment(id, PRICE);
        f.receipt.assurance = 0;
        refuses(id, f, "assurance");
        f.receipt.assurance = 3;
        refuses(id, f, "assurance");
    }

    function test_refusesForgedStaleAndUnaffirmedReceipts() public {
        uint256 id = asker.ask(terms());
        IInferenceRequests.Fulfilment memory f = fulfilment(id, PRICE);
        f.enclaveSignature = sign(0xbad, settlement.receiptId(f.receipt));
        vm.expectRevert(IInferenceRequests.InferenceRequestsBadSignature.selector);
        requests.fulfil(id, f);

        f = fulfilment(id, PRICE);
        f.receipt.enclaveKey = vm.addr(0xbad);
        f.enclaveSignature = sign(0xbad, settlement.receiptId(f.receipt));
        vm.expectRevert(abi.encodeWithSelector(IInferenceRequests.InferenceRequestsKeyNotGood.selector, vm.addr(0xbad)));
        requests.fulfil(id, f);

        f = fulfilment(id, PRICE);
        f.validatorSignatures = endorse(settlement.appraisalDigest(f.appraisal), 3);
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 3, 4));
        requests.fulfil(id, f);

        f = fulfilment(id, PRICE);
        f.appraisal.count = 2;
        vm.expectRevert(mismatch("batchRoot"));
        requests.fulfil(id, f);
        f = fulfilment(id, PRICE);
        f.appraisal.batchRoot = "other";
        vm.expectRevert(mismatch("batchRoot"));
        requests.fulfil(id, f);
        f.appraisal.appraisedAt = uint64(START + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceRequests.InferenceRequestsAppraisalNotCurrent.selector, START + 1)
        );
        requests.fulfil(id, f);
        f.appraisal.appraisedAt = uint64(START - 2 hours - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInferenceRequests.InferenceRequestsAppraisalNotCurrent.selector, START - 2 hours - 1
            )
        );
        requests.fulfil(id, f);
    }

    function test_aRevokedKeysReceiptNeedsValidatorsWhoKnewOfIt() public {
        uint256 id = asker.ask(terms());
        IInferenceRequests.Fulfilment memory f = fulfilment(id, PRICE);
        vm.warp(START + 10);
        registry.revoke(vm.addr(ENCLAVE));
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceRequests.InferenceRequestsKeyNotGood.selector, vm.addr(ENCLAVE))
        );
        requests.fulfil(id, f);
        appraiseAgain(f);
        requests.fulfil(id, f);

        uint256 later = asker.ask(terms());
        IInferenceRequests.Fulfilment memory after_ = fulfilment(later, PRICE);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceRequests.InferenceRequestsKeyNotGood.selector, vm.addr(ENCLAVE))
        );
        requests.fulfil(later, after_);
    }

    function test_anAskerThatFailsStopsNothing(uint8 mood) public {
        uint256 id = asker.ask(terms());
        bytes memory again = abi.encodeCall(requests.refund, (id));
        asker.set(Asker.Mood(bound(mood, 1, 4)), again);

        assertTrue(!requests.fulfil(id, fulfilment(id, PRICE)), "not called");

        assertEq(requests.creditOf(HOST, address(usdc)), 7000);
        assertEq(asker.lastRequest(), 0);
    }

    function test_saysWhyTheCallbackFailed() public {
        uint256 id = asker.ask(terms());
        asker.set(Asker.Mood.REENTERS, abi.encodeCall(requests.run, (1)));
        IInferenceRequests.Fulfilment memory f = fulfilment(id, PRICE);
        vm.recordLogs();
        requests.fulfil(id, f);
        Vm.Log[] memory found = vm.getRecordedLogs();
        (uint128 charge, bool called, bytes memory error_) =
            abi.decode(found[found.length - 1].data, (uint128, bool, bytes));
        assertEq(charge, PRICE);
        assertTrue(!called, "not called");
        assertEq(error_, abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
    }

    function test_nobodyStarvesACallback() public {
        uint256 id = asker.ask(terms());
        IInferenceRequests.Fulfilment memory f = fulfilment(id, PRICE);
        vm.expectRevert(BoundedCall.BoundedCallOutOfGas.selector);
        requests.fulfil{gas: 480_000}(id, f);
        requests.fulfil(id, f);
        assertEq(asker.lastRequest(), id);
    }

    function test_noCallbackWhereNoGasWasAskedFor() public {
        IInferenceRequests.Terms memory asked = terms();
        asked.callbackGas = 0;
        uint256 id = asker.ask(asked);
        assertTrue(!requests.fulfil(id, fulfilment(id, PRICE)), "not called");
        assertEq(asker.lastRequest(), 0);
    }

    function test_runsAScheduleAtItsInterval() public {
        uint256 schedule = asker.schedule(terms(), 1 days, 3);
        assertEq(usdc.balanceOf(address(requests)), 3 * PRICE);
        assertEq(requests.run(schedule), 1);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceRequests.InferenceRequestsNotDue.selector, schedule, START + 1 days)
        );
        requests.run(schedule);
        vm.warp(START + 3 days + 5);
        assertEq(requests.run(schedule), 2);
        assertEq(requests.scheduleOf(schedule).next, START + 4 days + 5);
        assertEq(requests.scheduleOf(schedule).prepaid, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceRequests.InferenceRequestsNotDue.selector, schedule, START + 4 days + 5)
        );
        requests.run(schedule);
        vm.warp(START + 4 days + 5);
        assertEq(requests.run(schedule), 3);
        vm.expectRevert(IInferenceRequests.InferenceRequestsBadSchedule.selector);
        requests.run(schedule);
        assertEq(requests.requestOf(3).asker, address(asker));
        assertEq(requests.requestOf(3).terms.price, PRICE);
    }

    function test_endsAScheduleAndGivesTheRestBack(uint16 runs, uint16 used) public {
        runs = uint16(bound(runs, 1, 50));
        used = uint16(bound(used, 0, runs - 1));
        uint256 schedule = asker.schedule(terms(), 1 minutes, runs);
        for (uint256 i = 0; i < used; ++i) {
            requests.run(schedule);
            vm.warp(block.timestamp + 1 minutes);
        }
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceRequests.InferenceRequestsNotAsker.selector, schedule, address(this))
        );
        requests.endSchedule(schedule);
        asker.endSchedule(schedule);
        assertEq(requests.creditOf(address(asker), address(usdc)), uint256(PRICE) * (runs - used));
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceRequests.InferenceRequestsNotAsker.selector, schedule, address(asker))
        );
        asker.endSchedule(schedule);
    }

    function test_refusesTermsAndSchedulesThatMakeNoSense() public {
        bytes4 refusal = IInferenceRequests.InferenceRequestsBadTerms.selector;
        IInferenceRequests.Terms memory asked = terms();
        asked.price = 0;
        vm.expectRevert(refusal);
        asker.ask(asked);
        asked = terms();
        asked.callbackGas = 2_000_001;
        vm.expectRevert(refusal);
        asker.ask(asked);
        asked = terms();
        asked.lifetime = 0;
        vm.expectRevert(refusal);
        asker.ask(asked);
        asked.lifetime = 30 days + 1;
        vm.expectRevert(refusal);
        asker.schedule(asked, 1 days, 1);
        vm.expectRevert(IInferenceRequests.InferenceRequestsBadSchedule.selector);
        asker.schedule(terms(), 59, 1);
        vm.expectRevert(IInferenceRequests.InferenceRequestsBadSchedule.selector);
        asker.schedule(terms(), 60, 0);
    }

    function test_refusesATokenThatTakesAFee() public {
        FaultyToken token = new FaultyToken();
        token.set(FaultyToken.Fault.TAKES_A_FEE);
        Asker other = new Asker(requests, token);
        token.mint(address(other), 1e9);
        IInferenceRequests.Terms memory asked = terms();
        asked.asset = address(token);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceRequests.InferenceRequestsShortEscrow.selector, PRICE, PRICE - PRICE / 100)
        );
        other.ask(asked);
    }

    function test_everyUnitIsOwedToOne(uint256[20] memory steps) public {
        uint256 opened = 0;
        uint256 held = 0;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 kind = steps[i] % 4;
            uint256 id = opened == 0 ? 0 : bound(steps[i] >> 8, 1, opened);
            if (kind < 2) {
                IInferenceRequests.Terms memory asked = terms();
                asked.price = uint128(bound(steps[i] >> 16, 1, 1e7));
                opened = asker.ask(asked);
                held += asked.price;
            } else if (id != 0 && requests.requestOf(id).asker != address(0)) {
                IInferenceRequests.Request memory open = requests.requestOf(id);
                uint128 charge = uint128(bound(steps[i] >> 32, 0, open.terms.price));
                if (kind == 2 && block.timestamp <= open.expiresAt) requests.fulfil(id, fulfilment(id, charge));
                if (kind == 3 && block.timestamp > open.expiresAt) requests.refund(id);
            }
            vm.warp(block.timestamp + bound(steps[i] >> 64, 0, 40 minutes));
            assertEq(usdc.balanceOf(address(requests)), held);
            assertEq(owed(opened), held);
        }
    }

    function test_gas() public {
        uint256 first = asker.ask(terms());
        requests.fulfil(first, fulfilment(first, PRICE));
        uint256 id = asker.ask(terms());
        vm.snapshotGasLastCall("InferenceRequests", "ask");
        requests.fulfil(id, fulfilment(id, PRICE));
        vm.snapshotGasLastCall("InferenceRequests", "fulfil, five validators and a callback that stores");
    }

    function owed(uint256 opened) private view returns (uint256 sum) {
        for (uint256 id = 1; id <= opened; ++id) {
            sum += requests.requestOf(id).terms.price;
        }
        address[5] memory parties = [HOST, OPERATOR, POOL, TREASURY, address(asker)];
        for (uint256 i = 0; i < parties.length; ++i) {
            sum += requests.creditOf(parties[i], address(usdc));
        }
    }

    function terms() private view returns (IInferenceRequests.Terms memory) {
        return
            IInferenceRequests.Terms(keccak256("model"), keccak256("request"), address(usdc), PRICE, 1, 300_000, 3600);
    }

    function fulfilment(uint256 id, uint128 charge) private view returns (IInferenceRequests.Fulfilment memory f) {
        Receipt memory receipt = f.receipt;
        receipt.requestHash = keccak256("request");
        receipt.responseHash = sha256(ANSWER);
        receipt.modelDigest = keccak256("model");
        receipt.paymentId = requests.paymentIdOf(address(asker), id);
        receipt.payer = address(asker);
        receipt.payTo = settlement.vaultOf(HOST);
        receipt.asset = address(usdc);
        receipt.enclaveKey = vm.addr(ENCLAVE);
        receipt.cap = requests.requestOf(id).terms.price;
        receipt.charge = charge;
        receipt.issuedAt = uint64(block.timestamp);
        receipt.scheme = 5;
        receipt.assurance = 1;
        f.host = HOST;
        f.answer = ANSWER;
        appraiseAgain(f);
    }

    function appraiseAgain(IInferenceRequests.Fulfilment memory f) private view {
        bytes32 id = settlement.receiptId(f.receipt);
        f.enclaveSignature = sign(ENCLAVE, id);
        f.appraisal = Appraisal(id, 1, keccak256("policy"), uint64(block.timestamp));
        f.validatorSignatures = endorse(settlement.appraisalDigest(f.appraisal), 5);
    }

    function refuses(uint256 id, IInferenceRequests.Fulfilment memory f, bytes32 member) private {
        appraiseAgain(f);
        vm.expectRevert(mismatch(member));
        requests.fulfil(id, f);
    }

    function mismatch(bytes32 member) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IInferenceRequests.InferenceRequestsMismatch.selector, member);
    }
}
