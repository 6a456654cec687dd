// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEnclaveRegistry} from "../interfaces/IEnclaveRegistry.sol";
import {IInferenceCallback} from "../interfaces/IInferenceCallback.sol";
import {IInferenceRequests} from "../interfaces/IInferenceRequests.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {IValidatorWeights} from "../interfaces/IValidatorWeights.sol";
import {BoundedCall} from "../settlement/BoundedCall.sol";
import {Escrow} from "./Escrow.sol";
import {ReceiptChecks} from "./ReceiptChecks.sol";

/// @notice Holds the price of each open request until a receipt earns it or time gives it back; nobody has a power here.
contract InferenceRequests is Escrow, ReceiptChecks {
    uint32 private constant MAX_CALLBACK_GAS = 2_000_000;
    uint32 private constant MAX_LIFETIME = 30 days;
    uint256 private constant BPS = 10_000;

    uint256 private _lastRequest;
    uint256 private _lastSchedule;
    mapping(uint256 requestId => Request) private _requests;
    mapping(uint256 scheduleId => Schedule) private _schedules;

    constructor(ISettlement settlement, IEnclaveRegistry registry, IValidatorWeights validators)
        ReceiptChecks(settlement, registry, validators)
    {}

    /// @inheritdoc IInferenceRequests
    function ask(Terms calldata terms, bytes calldata locator) external nonReentrant returns (uint256 requestId) {
        _checkTerms(terms);
        _takeIn(terms.asset, terms.price);
        requestId = _open(msg.sender, terms);
        emit RequestLocated(requestId, locator);
    }

    /// @inheritdoc IInferenceRequests
    function fulfil(uint256 requestId, Fulfilment calldata fulfilment) external nonReentrant returns (bool called) {
        Request memory request = _requests[requestId];
        require(
            request.asker != address(0) && block.timestamp <= request.expiresAt, InferenceRequestsNotOpen(requestId)
        );
        (bytes32 receiptId, address operator) = _check(requestId, request, fulfilment);

        delete _requests[requestId];
        _pay(request, fulfilment.receipt.charge, fulfilment.host, operator);
        bytes memory error_;
        (called, error_) = _callBack(request, requestId, receiptId, fulfilment.answer);
        emit InferenceDelivered(requestId, receiptId, fulfilment.receipt.charge, called, error_);
    }

    /// @inheritdoc IInferenceRequests
    function refund(uint256 requestId) external nonReentrant {
        Request memory request = _requests[requestId];
        require(request.asker != address(0), InferenceRequestsNotOpen(requestId));
        require(block.timestamp > request.expiresAt, InferenceRequestsNotExpired(requestId, request.expiresAt));
        delete _requests[requestId];
        _credit(request.asker, request.terms.asset, request.terms.price);
        emit InferenceRefunded(requestId);
    }

    /// @inheritdoc IInferenceRequests
    function schedule(Terms calldata terms, uint32 interval, uint16 runs, bytes calldata locator)
        external
        nonReentrant
        returns (uint256 scheduleId)
    {
        _checkTerms(terms);
        require(interval >= 1 minutes && runs != 0, InferenceRequestsBadSchedule());
        _takeIn(terms.asset, uint256(terms.price) * runs);
        scheduleId = ++_lastSchedule;
        _schedules[scheduleId] = Schedule(msg.sender, uint40(block.timestamp), interval, runs, terms);
        emit Scheduled(scheduleId, msg.sender, interval, runs, locator);
    }

    /// @inheritdoc IInferenceRequests
    function run(uint256 scheduleId) external nonReentrant returns (uint256 requestId) {
        Schedule storage planned = _schedules[scheduleId];
        require(planned.asker != address(0), InferenceRequestsBadSchedule());
        uint40 due = planned.next;
        require(block.timestamp >= due, InferenceRequestsNotDue(scheduleId, due));
        requestId = _open(planned.asker, planned.terms);
        // Runs that nobody opened in time are not made up for in a burst.
        uint40 next = due + planned.interval;
        if (next <= block.timestamp) next = uint40(block.timestamp) + planned.interval;
        planned.next = next;
        emit ScheduleRan(scheduleId, requestId, next);
        if (--planned.prepaid == 0) {
            delete _schedules[scheduleId];
            emit ScheduleEnded(scheduleId, 0);
        }
    }

    /// @inheritdoc IInferenceRequests
    function endSchedule(uint256 scheduleId) external nonReentrant {
        Schedule memory planned = _schedules[scheduleId];
        require(planned.asker == msg.sender, InferenceRequestsNotAsker(scheduleId, msg.sender));
        delete _schedules[scheduleId];
        _credit(planned.asker, planned.terms.asset, uint256(planned.terms.price) * planned.prepaid);
        emit ScheduleEnded(scheduleId, planned.prepaid);
    }

    /// @inheritdoc IInferenceRequests
    function requestOf(uint256 requestId) external view returns (Request memory) {
        return _requests[requestId];
    }

    /// @inheritdoc IInferenceRequests
    function scheduleOf(uint256 scheduleId) external view returns (Schedule memory) {
        return _schedules[scheduleId];
    }

    function _checkTerms(Terms calldata terms) private pure {
        require(
            terms.price != 0 && terms.callbackGas <= MAX_CALLBACK_GAS && terms.lifetime != 0
                && terms.lifetime <= MAX_LIFETIME,
            InferenceRequestsBadTerms()
        );
    }

    function _open(address asker, Terms memory terms) private returns (uint256 requestId) {
        requestId = ++_lastRequest;
        uint40 openedAt = uint40(block.timestamp);
        uint40 expiresAt = openedAt + terms.lifetime;
        _requests[requestId] = Request(asker, openedAt, expiresAt, terms);
        emit InferenceRequested(requestId, asker, terms.modelDigest, expiresAt, terms);
    }

    /// @dev Split as Settlement splits now; what the answer did not cost goes back to the asker.
    function _pay(Request memory request, uint256 charge, address host, address operator) private {
        ISettlement.Split memory split = _settlement.currentSplit();
        address asset = request.terms.asset;
        uint256 forOperator = charge * split.operatorBps / BPS;
        uint256 forValidators = charge * split.validatorBps / BPS;
        uint256 forTreasury = charge * split.treasuryBps / BPS;
        _credit(operator, asset, forOperator);
        _credit(split.validatorPool, asset, forValidators);
        _credit(split.treasury, asset, forTreasury);
        _credit(host, asset, charge - forOperator - forValidators - forTreasury);
        _credit(request.asker, asset, request.terms.price - charge);
    }

    /// @dev Only ever calls the asker, with the gas that it asked for; its failure is an event and nothing more.
    function _callBack(Request memory request, uint256 requestId, bytes32 receiptId, bytes calldata answer)
        private
        returns (bool called, bytes memory error_)
    {
        if (request.terms.callbackGas == 0) return (false, "");
        bytes memory input = abi.encodeCall(IInferenceCallback.onInference, (requestId, receiptId, answer));
        (called, error_) = BoundedCall.tryCall(request.asker, request.terms.callbackGas, input);
        if (called) error_ = "";
    }
}
