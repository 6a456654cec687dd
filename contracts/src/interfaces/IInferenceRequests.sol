// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Appraisal, Receipt} from "../message/Messages.sol";

/// @notice Contracts ask for inferences with the price in escrow and are called back with the receipted answer.
/// @dev Request and answer become public with the chain: ask for nothing secret.
interface IInferenceRequests {
    /// @notice What is asked: the model, the hash of the request, the most to pay, and how long to wait.
    struct Terms {
        bytes32 modelDigest;
        bytes32 requestHash;
        address asset;
        uint128 price;
        uint8 minAssurance;
        uint32 callbackGas;
        uint32 lifetime;
    }

    /// @notice An open request.
    struct Request {
        address asker;
        uint40 openedAt;
        uint40 expiresAt;
        Terms terms;
    }

    /// @notice The same request again and again; `prepaid` counts the runs that are still paid for.
    struct Schedule {
        address asker;
        uint40 next;
        uint32 interval;
        uint16 prepaid;
        Terms terms;
    }

    /// @notice A receipt for a request, the answer that it covers, and the validators' word for it.
    struct Fulfilment {
        Receipt receipt;
        bytes enclaveSignature;
        address host;
        bytes answer;
        Appraisal appraisal;
        bytes[] validatorSignatures;
    }

    event InferenceRequested(
        uint256 indexed requestId, address indexed asker, bytes32 indexed modelDigest, uint40 expiresAt, Terms terms
    );
    event RequestLocated(uint256 indexed requestId, bytes locator);
    event InferenceDelivered(
        uint256 indexed requestId, bytes32 indexed receiptId, uint128 charge, bool called, bytes callbackError
    );
    event InferenceRefunded(uint256 indexed requestId);
    event Scheduled(uint256 indexed scheduleId, address indexed asker, uint32 interval, uint16 runs, bytes locator);
    event ScheduleRan(uint256 indexed scheduleId, uint256 indexed requestId, uint40 next);
    event ScheduleEnded(uint256 indexed scheduleId, uint16 unused);
    event Withdrawn(address indexed party, address indexed asset, uint256 amount);

    error InferenceRequestsBadTerms();
    error InferenceRequestsShortEscrow(uint256 expected, uint256 found);
    error InferenceRequestsNotOpen(uint256 requestId);
    error InferenceRequestsNotExpired(uint256 requestId, uint40 expiresAt);
    error InferenceRequestsMismatch(bytes32 member);
    error InferenceRequestsKeyNotGood(address enclaveKey);
    error InferenceRequestsBadSignature();
    error InferenceRequestsAppraisalNotCurrent(uint64 appraisedAt);
    error InferenceRequestsBadSchedule();
    error InferenceRequestsNotDue(uint256 scheduleId, uint40 next);
    error InferenceRequestsNotAsker(uint256 scheduleId, address caller);
    error InferenceRequestsNothingToWithdraw();

    /// @notice Opens a request and takes its price; `locator` tells runners where the request itself is.
    function ask(Terms calldata terms, bytes calldata locator) external returns (uint256 requestId);

    /// @notice Pays for the answer and hands it to the asker; that the asker's code fails changes nothing for others.
    function fulfil(uint256 requestId, Fulfilment calldata fulfilment) external returns (bool called);

    /// @notice Gives the price of an expired request back to its asker.
    function refund(uint256 requestId) external;

    /// @notice Pays for `runs` requests, each of which anybody may open when it is due.
    function schedule(Terms calldata terms, uint32 interval, uint16 runs, bytes calldata locator)
        external
        returns (uint256 scheduleId);

    /// @notice Opens the request of a schedule that is due.
    function run(uint256 scheduleId) external returns (uint256 requestId);

    /// @notice Ends the caller's schedule and gives back what its unused runs would have cost.
    function endSchedule(uint256 scheduleId) external;

    /// @notice Pays the caller all that it is owed of one asset.
    function withdraw(address asset) external returns (uint256 amount);

    /// @notice An open request; all zero where it was fulfilled or refunded, or never was.
    function requestOf(uint256 requestId) external view returns (Request memory);

    /// @notice A schedule; all zero where it ended or never was.
    function scheduleOf(uint256 scheduleId) external view returns (Schedule memory);

    /// @notice What a party can withdraw of one asset.
    function creditOf(address party, address asset) external view returns (uint256);

    /// @notice Payment id that the receipt for a request must carry: kind 4, this contract, asker and request id.
    function paymentIdOf(address asker, uint256 requestId) external view returns (bytes32);
}
