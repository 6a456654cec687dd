// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IEnclaveRegistry} from "../interfaces/IEnclaveRegistry.sol";
import {IInferenceRequests} from "../interfaces/IInferenceRequests.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {IValidatorWeights} from "../interfaces/IValidatorWeights.sol";
import {Receipt} from "../message/Messages.sol";
import {Quorum} from "../registry/Quorum.sol";

/// @notice Checks that a receipt answers a request, was signed by a key good at its time, and was affirmed by a quorum.
abstract contract ReceiptChecks is IInferenceRequests {
    uint8 private constant KIND_REQUEST = 4;
    /// @dev A scheme of its own, which Settlement refuses: no receipt is paid here and there.
    uint8 private constant SCHEME_REQUEST = 5;
    uint256 private constant MAX_AGE = 2 hours;

    ISettlement internal immutable _settlement;
    IEnclaveRegistry private immutable _registry;
    IValidatorWeights private immutable _validators;

    constructor(ISettlement settlement, IEnclaveRegistry registry, IValidatorWeights validators) {
        _settlement = settlement;
        _registry = registry;
        _validators = validators;
    }

    /// @inheritdoc IInferenceRequests
    function paymentIdOf(address asker, uint256 requestId) public view returns (bytes32) {
        return keccak256(abi.encode(KIND_REQUEST, block.chainid, address(this), asker, requestId));
    }

    function _check(uint256 requestId, Request memory request, Fulfilment calldata fulfilment)
        internal
        view
        returns (bytes32 receiptId, address operator)
    {
        _checkMembers(requestId, request, fulfilment);
        receiptId = _settlement.receiptId(fulfilment.receipt);
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(receiptId, fulfilment.enclaveSignature);
        require(
            err == ECDSA.RecoverError.NoError && signer == fulfilment.receipt.enclaveKey,
            InferenceRequestsBadSignature()
        );
        operator = _checkKey(request.terms.minAssurance, fulfilment);
        _checkQuorum(receiptId, fulfilment);
    }

    function _checkMembers(uint256 requestId, Request memory request, Fulfilment calldata fulfilment) private view {
        Receipt calldata receipt = fulfilment.receipt;
        Terms memory terms = request.terms;
        require(receipt.scheme == SCHEME_REQUEST, InferenceRequestsMismatch("scheme"));
        require(receipt.paymentId == paymentIdOf(request.asker, requestId), InferenceRequestsMismatch("paymentId"));
        require(receipt.payer == request.asker, InferenceRequestsMismatch("payer"));
        require(receipt.payTo == _settlement.vaultOf(fulfilment.host), InferenceRequestsMismatch("payTo"));
        require(receipt.asset == terms.asset, InferenceRequestsMismatch("asset"));
        require(receipt.cap == terms.price, InferenceRequestsMismatch("cap"));
        require(receipt.charge <= terms.price, InferenceRequestsMismatch("charge"));
        require(receipt.modelDigest == terms.modelDigest, InferenceRequestsMismatch("modelDigest"));
        require(receipt.requestHash == terms.requestHash, InferenceRequestsMismatch("requestHash"));
        require(receipt.responseHash == sha256(fulfilment.answer), InferenceRequestsMismatch("responseHash"));
        // An answer from before the request would be a replay of somebody else's.
        require(
            receipt.issuedAt >= request.openedAt && receipt.issuedAt <= block.timestamp,
            InferenceRequestsMismatch("issuedAt")
        );
    }

    function _checkKey(uint8 minAssurance, Fulfilment calldata fulfilment) private view returns (address) {
        Receipt calldata receipt = fulfilment.receipt;
        IEnclaveRegistry.Epoch memory epoch = _registry.epochOf(receipt.enclaveKey);
        uint64 time = receipt.issuedAt;
        bool good = epoch.validFrom <= time && time < epoch.validUntil;
        // After a revocation, only what validators affirmed knowing of it.
        bool decided =
            epoch.revokedAt == 0 || (time < epoch.revokedAt && epoch.revokedAt <= fulfilment.appraisal.appraisedAt);
        require(good && decided, InferenceRequestsKeyNotGood(receipt.enclaveKey));
        require(
            receipt.assurance >= minAssurance && receipt.assurance <= epoch.maxAssurance,
            InferenceRequestsMismatch("assurance")
        );
        return epoch.operator;
    }

    function _checkQuorum(bytes32 receiptId, Fulfilment calldata fulfilment) private view {
        uint64 appraisedAt = fulfilment.appraisal.appraisedAt;
        require(
            appraisedAt <= block.timestamp && block.timestamp - appraisedAt <= MAX_AGE,
            InferenceRequestsAppraisalNotCurrent(appraisedAt)
        );
        // A batch of one: its root is the receipt.
        require(
            fulfilment.appraisal.batchRoot == receiptId && fulfilment.appraisal.count == 1,
            InferenceRequestsMismatch("batchRoot")
        );
        bytes32 digest = _settlement.appraisalDigest(fulfilment.appraisal);
        Quorum.requireReached(_validators, digest, fulfilment.validatorSignatures, uint48(appraisedAt));
    }
}
