// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {IEnclaveRegistry} from "../interfaces/IEnclaveRegistry.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {IValidatorWeights} from "../interfaces/IValidatorWeights.sol";
import {MessageHash} from "../message/MessageHash.sol";
import {Appraisal, Receipt} from "../message/Messages.sol";
import {Quorum} from "../registry/Quorum.sol";
import {BatchRoot} from "./BatchRoot.sol";
import {Credits} from "./Credits.sol";
import {PaymentCall} from "./PaymentCall.sol";
import {Rejection} from "./Rejection.sol";
import {Strays} from "./Strays.sol";

/// @notice Checks batches of receipts that validators affirmed, pulls what they charge and splits it.
contract Settlement is Strays {
    using MessageHash for Appraisal;
    using MessageHash for Receipt;

    /// @dev What the items of one batch share; the epoch is that of the last enclave key seen.
    struct Batch {
        uint64 appraisedAt;
        address enclaveKey;
        IEnclaveRegistry.Epoch epoch;
        Split split;
        Run run;
    }

    uint256 private constant MAX_AGE = 2 hours;

    constructor(address authority, IEnclaveRegistry registry, IValidatorWeights validators, Split memory split)
        EIP712("Verigrad", "1")
        Credits(authority, split)
        Strays(registry, validators)
    {}

    /// @inheritdoc ISettlement
    function settle(Item[] calldata items, Appraisal calldata appraisal, bytes[] calldata validatorSignatures)
        external
        whenNotPaused
        nonReentrant
    {
        bytes32[] memory ids = _receiptIds(items);
        _checkAppraisal(ids, appraisal, validatorSignatures);

        Batch memory batch;
        batch.appraisedAt = appraisal.appraisedAt;
        batch.split = currentSplit();
        uint64 settled = 0;
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        for (uint256 i = 0; i < items.length; ++i) {
            if (_settleItem(batch, items[i], ids[i])) ++settled;
            // What an item leaves behind is in `batch`; memory that grew with every item would cost its square.
            Memory.unsafeSetFreeMemoryPointer(free);
        }
        _finishRun(batch.run, batch.split);
        emit BatchSettled(appraisal.batchRoot, appraisal.count, settled);
    }

    /// @inheritdoc ISettlement
    function receiptId(Receipt calldata receipt) external view returns (bytes32) {
        return _hashTypedDataV4(receipt.structHash());
    }

    /// @inheritdoc ISettlement
    function appraisalDigest(Appraisal calldata appraisal) external view returns (bytes32) {
        return _hashTypedDataV4(appraisal.structHash());
    }

    function _receiptIds(Item[] calldata items) private view returns (bytes32[] memory ids) {
        require(items.length != 0, SettlementEmptyBatch());
        bytes32 domain = _domainSeparatorV4();
        ids = new bytes32[](items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            ids[i] = MessageHashUtils.toTypedDataHash(domain, items[i].receipt.structHash());
        }
    }

    /// @dev Keeps out every receipt that the validators did not affirm.
    function _checkAppraisal(bytes32[] memory ids, Appraisal calldata appraisal, bytes[] calldata validatorSignatures)
        private
        view
    {
        require(appraisal.count == ids.length, SettlementCountMismatch(appraisal.count, ids.length));
        require(
            appraisal.appraisedAt <= block.timestamp && block.timestamp - appraisal.appraisedAt <= MAX_AGE,
            SettlementAppraisalNotCurrent(appraisal.appraisedAt, block.timestamp)
        );
        bytes32 root = BatchRoot.compute(ids);
        require(appraisal.batchRoot == root, SettlementRootMismatch(appraisal.batchRoot, root));
        bytes32 digest = _hashTypedDataV4(appraisal.structHash());
        Quorum.requireReached(_validators, digest, validatorSignatures, uint48(appraisal.appraisedAt));
    }

    function _settleItem(Batch memory batch, Item calldata item, bytes32 id) private returns (bool) {
        uint8 reason = _check(batch, item, id);
        bytes memory data;
        if (reason == Rejection.NONE) (reason, data) = _pull(item);
        if (reason != Rejection.NONE) {
            emit ReceiptRejected(id, item.receipt.paymentId, reason, data);
            return false;
        }
        Shares memory shares = _sharesOf(batch.split, item.receipt.charge);
        _add(batch.run.shares, shares);
        _emitSettled(item.receipt, item.host, id, shares);
        return true;
    }

    function _check(Batch memory batch, Item calldata item, bytes32 id) private returns (uint8) {
        Receipt calldata receipt = item.receipt;
        if (!PaymentCall.isSupported(receipt.scheme)) return Rejection.UNSUPPORTED_SCHEME;
        if (!_isKeyGood(batch, receipt)) return Rejection.KEY_NOT_GOOD;
        if (!_isSigned(receipt, id, item.enclaveSignature)) return Rejection.BAD_SIGNATURE;
        if (receipt.issuedAt > block.timestamp || block.timestamp - receipt.issuedAt > MAX_AGE) {
            return Rejection.BAD_TIME;
        }
        if (receipt.assurance > batch.epoch.maxAssurance) return Rejection.ASSURANCE_TOO_HIGH;
        _enterRun(batch.run, batch.split, item.host, batch.epoch.operator, receipt.asset);
        if (receipt.payTo != batch.run.vault) return Rejection.BAD_PAYEE;
        if (!PaymentCall.isAmountGood(receipt)) return Rejection.BAD_AMOUNT;
        if (receipt.paymentId != PaymentCall.paymentId(item)) return Rejection.BAD_PAYMENT_ID;
        return Rejection.NONE;
    }

    function _isKeyGood(Batch memory batch, Receipt calldata receipt) private view returns (bool) {
        if (receipt.enclaveKey != batch.enclaveKey) {
            batch.enclaveKey = receipt.enclaveKey;
            _copy(_registry.epochOf(receipt.enclaveKey), batch.epoch);
        }
        return _wasGood(batch.epoch, receipt.issuedAt, batch.appraisedAt);
    }

    function _copy(IEnclaveRegistry.Epoch memory from, IEnclaveRegistry.Epoch memory to) private pure {
        to.operator = from.operator;
        to.maxAssurance = from.maxAssurance;
        to.validFrom = from.validFrom;
        to.validUntil = from.validUntil;
        to.revokedAt = from.revokedAt;
    }

    function _pull(Item calldata item) private returns (uint8 reason, bytes memory answer) {
        // Only `upto` can end without its nonce being used, and must not start again after that.
        if (item.receipt.scheme == PaymentCall.UPTO_PERMIT2) {
            if (_isClosed(item.receipt.paymentId)) return (Rejection.ALREADY_SETTLED, "");
            if (item.receipt.charge == 0) {
                _close(item.receipt.paymentId);
                return (Rejection.NONE, "");
            }
        }
        bool success;
        (success, answer) = _tryPull(item);
        if (success) return (Rejection.NONE, "");
        if (bytes4(answer) == SettlementShortPayment.selector) return (Rejection.SHORT_PAYMENT, answer);
        if (PaymentCall.isNonceUsed(item)) return (Rejection.ALREADY_SETTLED, "");
        return (Rejection.PAYMENT_FAILED, answer);
    }
}
