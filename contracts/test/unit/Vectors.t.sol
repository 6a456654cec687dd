// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {ChannelClaims} from "../../src/channel/ChannelClaims.sol";
import {ReceiptSum} from "../../src/channel/ReceiptSum.sol";
import {
    Appraisal,
    EnclaveRegistration,
    Heartbeat,
    Offer,
    Receipt,
    StrayStatement
} from "../../src/message/Messages.sol";
import {IChannelClaims} from "../../src/interfaces/IChannelClaims.sol";
import {IEnclaveRegistry} from "../../src/interfaces/IEnclaveRegistry.sol";
import {IInferenceRequests} from "../../src/interfaces/IInferenceRequests.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {InferenceRequests} from "../../src/request/InferenceRequests.sol";
import {BatchRoot} from "../../src/settlement/BatchRoot.sol";
import {PaymentCall} from "../../src/settlement/PaymentCall.sol";
import {Permit2Call} from "../../src/settlement/Permit2Call.sol";
import {Settlement} from "../../src/settlement/Settlement.sol";
import {Hashing} from "../lib/Hashing.sol";
import {SumTree} from "../lib/SumTree.sol";
import {World} from "../lib/World.sol";

/// @notice Our hashing against vectors/verigrad.json, which viem made and Java asserts too.
contract VectorsTest is World {
    Hashing private hashing;
    InferenceRequests private requests;
    string private json;

    function setUp() public override {
        super.setUp();
        hashing = new Hashing();
        requests = new InferenceRequests(settlement, registry, validators);
        json = vm.readFile("vectors/verigrad.json");
    }

    function test_hashesEveryMessageAsViem() public view {
        uint256 checked = 0;
        for (uint256 i = 0; vm.keyExistsJson(json, entry("messages", i, "")); ++i) {
            string memory message = entry("messages", i, "");
            bytes32 typeHash = hashing.typeHash(text(message, ".type"));
            if (typeHash == bytes32(0)) continue;
            assertEq(typeHash, hash32(message, ".typeHash"));
            assertEq(keccak256(bytes(text(message, ".encodeType"))), typeHash);
            bytes32 structHash = structHashOf(message);
            assertEq(structHash, hash32(message, ".structHash"));
            bytes32 digest = keccak256(abi.encodePacked(hex"1901", hash32(message, ".domainSeparator"), structHash));
            assertEq(digest, hash32(message, ".digest"));
            assertEq(
                ECDSA.recover(digest, vm.parseJsonBytes(json, path(message, ".signature"))),
                vm.parseJsonAddress(json, ".signer.address")
            );
            ++checked;
        }
        assertEq(checked, 7);
    }

    function test_contractsDigestAsViem() public {
        uint256 checked = 0;
        for (uint256 i = 0; vm.keyExistsJson(json, entry("messages", i, "")); ++i) {
            string memory message = entry("messages", i, "");
            if (keccak256(bytes(text(message, ".domain.name"))) != keccak256("Verigrad")) continue;
            vm.chainId(number(message, ".domain.chainId"));
            address home = vm.parseJsonAddress(json, path(message, ".domain.verifyingContract"));
            bytes32 kind = keccak256(bytes(text(message, ".type")));
            bytes32 digest;
            if (kind == keccak256("EnclaveRegistration")) {
                vm.etch(home, address(registry).code);
                digest = IEnclaveRegistry(home).registrationDigest(registrationAt(message));
            } else if (kind == keccak256("Receipt")) {
                vm.etch(home, address(settlement).code);
                digest = ISettlement(home).receiptId(receiptAt(message));
            } else if (kind == keccak256("Appraisal")) {
                vm.etch(home, address(settlement).code);
                digest = ISettlement(home).appraisalDigest(appraisalAt(message));
            } else {
                continue;
            }
            assertEq(digest, hash32(message, ".digest"));
            ++checked;
        }
        assertEq(checked, 5);
    }

    function test_makesPaymentIdsAsViem() public {
        uint256 i = 0;
        for (; vm.keyExistsJson(json, entry("paymentIds", i, "")); ++i) {
            string memory payment = entry("paymentIds", i, "");
            vm.chainId(number(payment, ".chainId"));
            assertEq(paymentIdOf(payment), hash32(payment, ".paymentId"));
        }
        assertEq(i, 6);
    }

    function test_makesRootsAsTheScript() public view {
        uint256 i = 0;
        for (; vm.keyExistsJson(json, entry("roots", i, "")); ++i) {
            bytes32[] memory leaves = vm.parseJsonBytes32Array(json, entry("roots", i, ".leaves"));
            assertEq(BatchRoot.compute(leaves), vm.parseJsonBytes32(json, entry("roots", i, ".root")));
        }
        assertEq(i, 4);
    }

    function test_digestsChannelMessagesAsViem() public {
        string memory message = entry("channelMessages", 0, "");
        vm.chainId(number(message, ".domain.chainId"));
        address home = vm.parseJsonAddress(json, path(message, ".domain.verifyingContract"));
        vm.etch(home, address(settlement).code);
        ChannelClaims there = new ChannelClaims(Settlement(home), registry, validators);
        IChannelClaims.ReceiptRoot memory root = IChannelClaims.ReceiptRoot({
            root: hash32(message, ".message.root"),
            sum: uint128(number(message, ".message.sum")),
            count: uint64(number(message, ".message.count")),
            payTo: vm.parseJsonAddress(json, path(message, ".message.payTo")),
            asset: vm.parseJsonAddress(json, path(message, ".message.asset")),
            enclaveKey: vm.parseJsonAddress(json, path(message, ".message.enclaveKey")),
            issuedAt: uint64(number(message, ".message.issuedAt"))
        });
        assertEq(there.receiptRootDigest(root), hash32(message, ".digest"));
        message = entry("channelMessages", 1, "");
        IChannelClaims.ChannelRefund memory refund = IChannelClaims.ChannelRefund({
            channelId: hash32(message, ".message.channelId"),
            nonce: number(message, ".message.nonce"),
            totalClaimed: uint128(number(message, ".message.totalClaimed")),
            amount: uint128(number(message, ".message.amount")),
            appraisedAt: uint64(number(message, ".message.appraisedAt"))
        });
        assertEq(there.channelRefundDigest(refund), hash32(message, ".digest"));
    }

    function test_digestsStraysAndHeartbeatsAsViem() public {
        uint256 i = 0;
        for (; vm.keyExistsJson(json, entry("strayMessages", i, "")); ++i) {
            string memory message = entry("strayMessages", i, "");
            vm.chainId(number(message, ".domain.chainId"));
            address home = vm.parseJsonAddress(json, path(message, ".domain.verifyingContract"));
            vm.etch(home, address(settlement).code);
            assertEq(Settlement(home).strayDigest(strayAt(message)), hash32(message, ".digest"));
        }
        assertEq(i, 2);
        string memory beat = entry("heartbeatMessages", 0, "");
        address registryHome = vm.parseJsonAddress(json, path(beat, ".domain.verifyingContract"));
        vm.etch(registryHome, address(registry).code);
        Heartbeat memory heartbeat = Heartbeat(
            vm.parseJsonAddress(json, path(beat, ".message.enclaveKey")), uint64(number(beat, ".message.time"))
        );
        assertEq(IEnclaveRegistry(registryHome).heartbeatDigest(heartbeat), hash32(beat, ".digest"));
    }

    function test_sumsReceiptsAsTheScript() public view {
        uint256 i = 0;
        for (; vm.keyExistsJson(json, entry("receiptSums", i, "")); ++i) {
            string memory sums = entry("receiptSums", i, "");
            ReceiptSum.Node[] memory rows = new ReceiptSum.Node[](count(string.concat(sums, ".channels")));
            for (uint256 j = 0; j < rows.length; ++j) {
                rows[j] = channelAt(string.concat(sums, ".channels[", vm.toString(j), "]"));
            }
            ReceiptSum.Node memory top = SumTree.root(rows);
            assertEq(top.hash, hash32(sums, ".root"));
            assertEq(top.sum, number(sums, ".sum"));
            assertEq(top.count, number(sums, ".count"));
        }
        assertEq(i, 3);
    }

    /// @dev A channel of the vectors as a leaf of the tree above, its receipts' payment ids checked.
    function channelAt(string memory channel) private view returns (ReceiptSum.Node memory) {
        bytes32 channelId = hash32(channel, ".channelId");
        uint256 before = number(channel, ".cumulativeBefore");
        ReceiptSum.Node[] memory leaves = new ReceiptSum.Node[](count(string.concat(channel, ".receipts")));
        uint256 cumulative = before;
        for (uint256 i = 0; i < leaves.length; ++i) {
            string memory receipt = string.concat(channel, ".receipts[", vm.toString(i), "]");
            leaves[i] = ReceiptSum.Node(hash32(receipt, ".id"), number(receipt, ".charge"), 1);
            assertEq(claims.channelPaymentId(channelId, uint128(cumulative)), hash32(receipt, ".paymentId"));
            cumulative += leaves[i].sum;
        }
        ReceiptSum.Node memory top = SumTree.root(leaves);
        assertEq(top.hash, hash32(channel, ".receiptRoot"));
        return ReceiptSum.wrap(channelId, before, top);
    }

    function count(string memory list) private view returns (uint256 length) {
        while (vm.keyExistsJson(json, string.concat(list, "[", vm.toString(length), "]"))) {
            ++length;
        }
    }

    function paymentIdOf(string memory payment) private returns (bytes32) {
        address verifier = vm.parseJsonAddress(json, path(payment, ".verifier"));
        address from = vm.parseJsonAddress(json, path(payment, ".from"));
        if (number(payment, ".kind") == 4) {
            vm.etch(verifier, address(requests).code);
            return IInferenceRequests(verifier).paymentIdOf(from, uint256(hash32(payment, ".nonce")));
        }
        ISettlement.Item memory item;
        bool byPermit2 = number(payment, ".kind") == 2;
        if (byPermit2) assertEq(verifier, Permit2Call.PERMIT2);
        item.receipt.scheme = byPermit2 ? PaymentCall.EXACT_PERMIT2 : PaymentCall.EXACT_EIP3009;
        item.receipt.asset = verifier;
        item.receipt.payer = from;
        item.nonce = hash32(payment, ".nonce");
        return hashing.paymentId(item);
    }

    function structHashOf(string memory message) private view returns (bytes32) {
        bytes32 kind = keccak256(bytes(text(message, ".type")));
        if (kind == keccak256("Receipt")) return hashing.receipt(receiptAt(message));
        if (kind == keccak256("Offer")) return hashing.offer(offerAt(message));
        if (kind == keccak256("Appraisal")) return hashing.appraisal(appraisalAt(message));
        return hashing.registration(registrationAt(message));
    }

    function receiptAt(string memory message) private view returns (Receipt memory receipt) {
        receipt.requestHash = hash32(message, ".message.requestHash");
        receipt.responseHash = hash32(message, ".message.responseHash");
        receipt.modelDigest = hash32(message, ".message.modelDigest");
        receipt.parametersHash = hash32(message, ".message.parametersHash");
        receipt.runtimeDigest = hash32(message, ".message.runtimeDigest");
        receipt.offerHash = hash32(message, ".message.offerHash");
        receipt.paymentId = hash32(message, ".message.paymentId");
        receipt.clientNonce = hash32(message, ".message.clientNonce");
        receipt.payer = vm.parseJsonAddress(json, path(message, ".message.payer"));
        receipt.payTo = vm.parseJsonAddress(json, path(message, ".message.payTo"));
        receipt.asset = vm.parseJsonAddress(json, path(message, ".message.asset"));
        receipt.enclaveKey = vm.parseJsonAddress(json, path(message, ".message.enclaveKey"));
        receipt.cap = uint128(number(message, ".message.cap"));
        receipt.charge = uint128(number(message, ".message.charge"));
        receipt.inputUnits = uint64(number(message, ".message.inputUnits"));
        receipt.outputUnits = uint64(number(message, ".message.outputUnits"));
        receipt.sequence = uint64(number(message, ".message.sequence"));
        receipt.issuedAt = uint64(number(message, ".message.issuedAt"));
        receipt.scheme = uint8(number(message, ".message.scheme"));
        receipt.finish = uint8(number(message, ".message.finish"));
        receipt.assurance = uint8(number(message, ".message.assurance"));
    }

    function offerAt(string memory message) private view returns (Offer memory offer) {
        offer.modelDigest = hash32(message, ".message.modelDigest");
        offer.payTo = vm.parseJsonAddress(json, path(message, ".message.payTo"));
        offer.asset = vm.parseJsonAddress(json, path(message, ".message.asset"));
        offer.flatPrice = uint128(number(message, ".message.flatPrice"));
        offer.inputUnitPrice = uint128(number(message, ".message.inputUnitPrice"));
        offer.outputUnitPrice = uint128(number(message, ".message.outputUnitPrice"));
        offer.minAssurance = uint8(number(message, ".message.minAssurance"));
        offer.expiresAt = uint64(number(message, ".message.expiresAt"));
    }

    function appraisalAt(string memory message) private view returns (Appraisal memory appraisal) {
        appraisal.batchRoot = hash32(message, ".message.batchRoot");
        appraisal.count = uint64(number(message, ".message.count"));
        appraisal.policyDigest = hash32(message, ".message.policyDigest");
        appraisal.appraisedAt = uint64(number(message, ".message.appraisedAt"));
    }

    function strayAt(string memory message) private view returns (StrayStatement memory stray) {
        stray.transactionHash = hash32(message, ".message.transactionHash");
        stray.logIndex = uint64(number(message, ".message.logIndex"));
        stray.paymentId = hash32(message, ".message.paymentId");
        stray.receiptId = hash32(message, ".message.receiptId");
        stray.payer = vm.parseJsonAddress(json, path(message, ".message.payer"));
        stray.host = vm.parseJsonAddress(json, path(message, ".message.host"));
        stray.asset = vm.parseJsonAddress(json, path(message, ".message.asset"));
        stray.amount = number(message, ".message.amount");
        stray.validBefore = uint64(number(message, ".message.validBefore"));
        stray.statedAt = uint64(number(message, ".message.statedAt"));
    }

    function registrationAt(string memory message) private view returns (EnclaveRegistration memory registered) {
        registered.enclaveKey = vm.parseJsonAddress(json, path(message, ".message.enclaveKey"));
        registered.measurementSet = hash32(message, ".message.measurementSet");
        registered.evidenceDigest = hash32(message, ".message.evidenceDigest");
        registered.policyDigest = hash32(message, ".message.policyDigest");
        registered.operator = vm.parseJsonAddress(json, path(message, ".message.operator"));
        registered.maxAssurance = uint8(number(message, ".message.maxAssurance"));
        registered.validFrom = uint64(number(message, ".message.validFrom"));
        registered.validUntil = uint64(number(message, ".message.validUntil"));
    }

    function entry(string memory list, uint256 index, string memory rest) private pure returns (string memory) {
        return string.concat(".", list, "[", vm.toString(index), "]", rest);
    }

    function path(string memory parent, string memory rest) private pure returns (string memory) {
        return string.concat(parent, rest);
    }

    function text(string memory parent, string memory rest) private view returns (string memory) {
        return vm.parseJsonString(json, path(parent, rest));
    }

    function number(string memory parent, string memory rest) private view returns (uint256) {
        return vm.parseJsonUint(json, path(parent, rest));
    }

    function hash32(string memory parent, string memory rest) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, path(parent, rest));
    }
}
