// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Receipt} from "../message/Messages.sol";

/// @notice Bonded challenges of receipts and registrations, decided by validators within a deadline.
interface IDisputes {
    enum State {
        NONE,
        OPEN,
        UPHELD,
        REJECTED,
        LAPSED
    }

    /// @notice A case: `accused` is the operator of the enclave key, `subject` the receipt id or the key's registration.
    struct Case {
        bytes32 subject;
        address challenger;
        address accused;
        address enclaveKey;
        uint128 bond;
        uint128 penalty;
        uint48 openedAt;
        uint48 deadline;
        State state;
    }

    event CaseOpened(
        uint256 indexed caseId,
        bytes32 indexed subject,
        address indexed accused,
        address challenger,
        address enclaveKey,
        bytes32 claimDigest,
        uint48 deadline
    );
    event CaseUpheld(uint256 indexed caseId, bytes32 reasonDigest, uint256 slashed, uint256 reward, bool revoked);
    event CaseRejected(uint256 indexed caseId, bytes32 reasonDigest, uint256 compensation);
    event CaseLapsed(uint256 indexed caseId);
    event StakesSet(uint128 bond, uint128 penalty);

    error DisputesBadStakes();
    error DisputesUnknownKey(address enclaveKey);
    error DisputesBadSignature();
    error DisputesTooLate(uint256 lastTime);
    error DisputesAlreadyChallenged(bytes32 subject, uint256 caseId);
    error DisputesNotOpen(uint256 caseId);
    error DisputesNotLapsed(uint256 caseId, uint48 deadline);

    /// @notice Challenges that a receipt's answer is what its model answers to its request; takes the bond.
    function challengeReceipt(Receipt calldata receipt, bytes calldata enclaveSignature, bytes32 claimDigest)
        external
        returns (uint256 caseId);

    /// @notice Challenges the evidence on which an enclave key was registered; takes the bond.
    function challengeRegistration(address enclaveKey, bytes32 claimDigest) external returns (uint256 caseId);

    /// @notice Carries out the verdict that a quorum of the validators of the opening second signed.
    function judge(uint256 caseId, bool upheld, bytes32 reasonDigest, bytes[] calldata validatorSignatures) external;

    /// @notice Gives the bond back where validators did not decide in time; the subject can be challenged again.
    function lapse(uint256 caseId) external;

    /// @notice Sets bond and penalty of later cases.
    function setStakes(uint128 bond, uint128 penalty) external;

    /// @notice A case; all zero where there is none.
    function caseOf(uint256 caseId) external view returns (Case memory);

    /// @notice EIP-712 digest of a verdict: `Verdict(uint256 caseId,bool upheld,bytes32 reasonDigest)`.
    function verdictDigest(uint256 caseId, bool upheld, bytes32 reasonDigest) external view returns (bytes32);
}
