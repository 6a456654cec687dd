// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchSettlement} from "../../src/channel/BatchSettlement.sol";
import {ChannelClaims} from "../../src/channel/ChannelClaims.sol";
import {TestUsdc} from "../../src/devnet/TestUsdc.sol";
import {Authority} from "../../src/governance/Authority.sol";
import {Roles} from "../../src/governance/Roles.sol";
import {EnclaveRegistry} from "../../src/registry/EnclaveRegistry.sol";
import {ValidatorSet} from "./ValidatorSet.sol";
import {Appraisal, EnclaveRegistration, Receipt} from "../../src/message/Messages.sol";
import {IBatchSettlement} from "../../src/interfaces/IBatchSettlement.sol";
import {IChannelMoney} from "../../src/interfaces/IChannelMoney.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {BatchRoot} from "../../src/settlement/BatchRoot.sol";
import {Settlement} from "../../src/settlement/Settlement.sol";
import {Test} from "./Test.sol";
import {Vm} from "./Vm.sol";

/// @notice A deployed system with five validators, one enclave, one host and a token, and ways to build batches for it.
abstract contract World is Test {
    uint256 internal constant START = 1_790_000_000;
    uint256 internal constant ENCLAVE = 0xe1;
    uint256 internal constant PAYER = 0xa11ce;
    address internal constant HOST = address(0x4057);
    address internal constant OPERATOR = address(0x09e4);
    address internal constant POOL = address(0x9001);
    address internal constant TREASURY = address(0x7ea5);
    bytes32 internal constant MEASUREMENTS = keccak256("measurement set");
    bytes32 private constant TRANSFER_TYPEHASH = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    Authority internal authority;
    ValidatorSet internal validators;
    EnclaveRegistry internal registry;
    Settlement internal settlement;
    IBatchSettlement internal channels;
    ChannelClaims internal claims;
    TestUsdc internal usdc;
    /// @dev Private keys in ascending order of their addresses.
    uint256[] internal validatorKeys;

    function setUp() public virtual {
        vm.warp(START);
        authority = new Authority(address(this));
        validators = new ValidatorSet(address(authority));
        for (uint256 key = 0x1001; key <= 0x1005; ++key) {
            _addValidator(key);
        }
        registry = new EnclaveRegistry(address(authority), validators);
        registry.allowMeasurementSet(MEASUREMENTS);
        settlement = new Settlement(address(authority), registry, validators, split());
        channels = settlement.channels();
        vm.etch(address(channels), address(new BatchSettlement()).code);
        claims = new ChannelClaims(settlement, registry, validators);
        _giveChannels();
        usdc = new TestUsdc();
        usdc.mint(vm.addr(PAYER), 1e12);
        register(registration());
    }

    function split() internal pure returns (ISettlement.Split memory) {
        return ISettlement.Split(7000, 2000, 400, 600, POOL, TREASURY);
    }

    function registration() internal pure returns (EnclaveRegistration memory) {
        return EnclaveRegistration({
            enclaveKey: vm.addr(ENCLAVE),
            measurementSet: MEASUREMENTS,
            evidenceDigest: keccak256("evidence"),
            policyDigest: keccak256("policy"),
            operator: OPERATOR,
            maxAssurance: 2,
            validFrom: uint64(START - 60),
            validUntil: uint64(START + 1 days)
        });
    }

    function register(EnclaveRegistration memory message) internal {
        bytes32 digest = registry.registrationDigest(message);
        registry.register(message, sign(ENCLAVE, digest), endorse(digest, 5));
    }

    /// @dev An item that settles as it is, of the payer and host that most tests use.
    function goodItem(bytes32 nonce, uint128 charge) internal view returns (ISettlement.Item memory item) {
        return goodItem(address(usdc), PAYER, HOST, nonce, charge);
    }

    function goodItem(address asset, uint256 payerKey, address host, bytes32 nonce, uint128 charge)
        internal
        view
        returns (ISettlement.Item memory item)
    {
        item.host = host;
        item.validBefore = block.timestamp + 1 hours;
        item.nonce = nonce;
        Receipt memory receipt = item.receipt;
        receipt.requestHash = keccak256(abi.encode("request", nonce));
        receipt.responseHash = keccak256(abi.encode("response", nonce));
        receipt.modelDigest = keccak256("model");
        receipt.parametersHash = keccak256("parameters");
        receipt.runtimeDigest = keccak256("runtime");
        receipt.offerHash = keccak256("offer");
        receipt.paymentId = keccak256(abi.encode(uint8(1), block.chainid, asset, vm.addr(payerKey), uint256(nonce)));
        receipt.payer = vm.addr(payerKey);
        receipt.payTo = settlement.vaultOf(host);
        receipt.asset = asset;
        receipt.enclaveKey = vm.addr(ENCLAVE);
        receipt.cap = charge;
        receipt.charge = charge;
        receipt.inputUnits = 12;
        receipt.outputUnits = 34;
        receipt.sequence = 1;
        receipt.issuedAt = uint64(block.timestamp - 30);
        receipt.scheme = 1;
        item.paymentSignature = pay(item, payerKey);
        signReceipt(item);
    }

    function signReceipt(ISettlement.Item memory item) internal view {
        item.enclaveSignature = sign(ENCLAVE, settlement.receiptId(item.receipt));
    }

    function pay(ISettlement.Item memory item, uint256 payerKey) internal view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(
                TRANSFER_TYPEHASH,
                item.receipt.payer,
                item.receipt.payTo,
                uint256(item.receipt.charge),
                item.validAfter,
                item.validBefore,
                item.nonce
            )
        );
        bytes32 domain = TestUsdc(item.receipt.asset).DOMAIN_SEPARATOR();
        return sign(payerKey, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function endorse(bytes32 digest, uint256 count) internal view returns (bytes[] memory signatures) {
        signatures = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            signatures[i] = sign(validatorKeys[i], digest);
        }
    }

    function appraise(ISettlement.Item[] memory items) internal view returns (Appraisal memory) {
        bytes32[] memory ids = new bytes32[](items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            ids[i] = settlement.receiptId(items[i].receipt);
        }
        return Appraisal(BatchRoot.compute(ids), uint64(items.length), keccak256("policy"), uint64(block.timestamp));
    }

    function batch(ISettlement.Item memory item) internal pure returns (ISettlement.Item[] memory items) {
        items = new ISettlement.Item[](1);
        items[0] = item;
    }

    /// @dev Settles with the whole quorum and answers each item's reason, zero for a settled one, and data.
    function settle(ISettlement.Item[] memory items) internal returns (uint8[] memory reasons, bytes[] memory data) {
        Appraisal memory appraisal = appraise(items);
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraisal), 5);
        vm.recordLogs();
        settlement.settle(items, appraisal, signatures);
        return outcomes(items.length);
    }

    function settle(ISettlement.Item memory item) internal returns (uint8 reason, bytes memory data) {
        (uint8[] memory reasons, bytes[] memory all) = settle(batch(item));
        return (reasons[0], all[0]);
    }

    function outcomes(uint256 count) internal returns (uint8[] memory reasons, bytes[] memory data) {
        reasons = new uint8[](count);
        data = new bytes[](count);
        uint256 found = 0;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(settlement)) continue;
            if (logs[i].topics[0] == ISettlement.ReceiptSettled.selector) ++found;
            if (logs[i].topics[0] == ISettlement.ReceiptRejected.selector) {
                (reasons[found], data[found]) = abi.decode(logs[i].data, (uint8, bytes));
                ++found;
            }
        }
        assertEq(found, count);
    }

    function _giveChannels() private {
        bytes4[] memory selectors = new bytes4[](2);
        selectors[0] = IChannelMoney.callChannels.selector;
        selectors[1] = IChannelMoney.chargeChannels.selector;
        authority.setTargetFunctionRole(address(settlement), selectors, Roles.CHANNELS);
        authority.grantRole(Roles.CHANNELS, address(claims), 0);
    }

    function _addValidator(uint256 key) private {
        validators.setWeight(vm.addr(key), 1);
        validatorKeys.push(key);
        for (uint256 i = validatorKeys.length - 1; i > 0; --i) {
            if (vm.addr(validatorKeys[i - 1]) < vm.addr(validatorKeys[i])) break;
            (validatorKeys[i - 1], validatorKeys[i]) = (validatorKeys[i], validatorKeys[i - 1]);
        }
    }
}
