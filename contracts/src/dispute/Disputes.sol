// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";
import {IEnclaveRegistry} from "../interfaces/IEnclaveRegistry.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {IValidatorStaking} from "../interfaces/IValidatorStaking.sol";
import {Receipt} from "../message/Messages.sol";
import {Quorum} from "../registry/Quorum.sol";

/// @notice Lets anybody who risks a bond have validators look again, and makes the losing side pay.
/// @dev Proves: that the enclave key signed the challenged receipt, that the key was registered for the accused operator,
/// and that more than two thirds of the stake of the opening second signed the verdict. Trusts that stake to rerun the
/// call or reread the evidence honestly: nothing here checks an output or a quote. An operator loses what is staked in the
/// pool of its own address, thawing included, and what it withdrew before is out of reach: who relies on this looks at
/// that stake. Money that a receipt moved stays where it went.
contract Disputes is AccessManaged, EIP712, IDisputes {
    using SafeERC20 for IERC20;

    bytes32 private constant VERDICT_TYPEHASH = keccak256("Verdict(uint256 caseId,bool upheld,bytes32 reasonDigest)");
    /// @dev Together shorter than stake takes to thaw, so that who left after the call is still within reach.
    uint48 private constant CHALLENGE_TIME = 5 days;
    uint48 private constant DECISION_TIME = 5 days;

    IERC20 private immutable _token;
    IEnclaveRegistry private immutable _registry;
    ISettlement private immutable _settlement;
    IValidatorStaking private immutable _staking;
    address private immutable _treasury;
    uint128 private _bond;
    uint128 private _penalty;
    uint256 private _lastCase;
    mapping(uint256 caseId => Case) private _cases;
    mapping(bytes32 subject => uint256 caseId) private _caseOf;

    constructor(
        address authority,
        IERC20 token,
        IEnclaveRegistry registry,
        ISettlement settlement,
        IValidatorStaking staking,
        address treasury
    ) AccessManaged(authority) EIP712("Verigrad", "1") {
        _token = token;
        _registry = registry;
        _settlement = settlement;
        _staking = staking;
        _treasury = treasury;
        _setStakes(10_000e18, 100_000e18);
    }

    /// @inheritdoc IDisputes
    function challengeReceipt(Receipt calldata receipt, bytes calldata enclaveSignature, bytes32 claimDigest)
        external
        returns (uint256 caseId)
    {
        bytes32 receiptId = _settlement.receiptId(receipt);
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(receiptId, enclaveSignature);
        require(err == ECDSA.RecoverError.NoError && signer == receipt.enclaveKey, DisputesBadSignature());
        // The times of a receipt are the enclave's own word; a later one than now would keep the case open for ever.
        uint256 last = uint256(receipt.issuedAt) + CHALLENGE_TIME;
        require(receipt.issuedAt <= block.timestamp && block.timestamp <= last, DisputesTooLate(last));
        // An operator answers for a key while it is good; what else signs with it later is not the enclave.
        require(_registry.isGood(receipt.enclaveKey, receipt.issuedAt), DisputesUnknownKey(receipt.enclaveKey));
        return _open(receiptId, receipt.enclaveKey, claimDigest);
    }

    /// @inheritdoc IDisputes
    function challengeRegistration(address enclaveKey, bytes32 claimDigest) external returns (uint256 caseId) {
        uint256 last = uint256(_registry.epochOf(enclaveKey).validUntil) + CHALLENGE_TIME;
        require(block.timestamp <= last || last == CHALLENGE_TIME, DisputesTooLate(last));
        return _open(keccak256(abi.encode("registration", enclaveKey)), enclaveKey, claimDigest);
    }

    /// @inheritdoc IDisputes
    function judge(uint256 caseId, bool upheld, bytes32 reasonDigest, bytes[] calldata validatorSignatures) external {
        Case storage found = _cases[caseId];
        require(found.state == State.OPEN && block.timestamp <= found.deadline, DisputesNotOpen(caseId));
        // Stake that came or went since the opening neither adds to nor takes from the verdict.
        bytes32 digest = verdictDigest(caseId, upheld, reasonDigest);
        Quorum.requireReached(_staking, digest, validatorSignatures, found.openedAt);
        if (upheld) _uphold(caseId, found, reasonDigest);
        else _reject(caseId, found, reasonDigest);
    }

    /// @inheritdoc IDisputes
    function lapse(uint256 caseId) external {
        Case storage found = _cases[caseId];
        require(found.state == State.OPEN, DisputesNotOpen(caseId));
        require(block.timestamp > found.deadline, DisputesNotLapsed(caseId, found.deadline));
        found.state = State.LAPSED;
        delete _caseOf[found.subject];
        emit CaseLapsed(caseId);
        _token.safeTransfer(found.challenger, found.bond);
    }

    /// @inheritdoc IDisputes
    function setStakes(uint128 bond, uint128 penalty) external restricted {
        _setStakes(bond, penalty);
    }

    /// @inheritdoc IDisputes
    function caseOf(uint256 caseId) external view returns (Case memory) {
        return _cases[caseId];
    }

    /// @inheritdoc IDisputes
    function verdictDigest(uint256 caseId, bool upheld, bytes32 reasonDigest) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(VERDICT_TYPEHASH, caseId, upheld, reasonDigest)));
    }

    function _open(bytes32 subject, address enclaveKey, bytes32 claimDigest) private returns (uint256 caseId) {
        address accused = _registry.epochOf(enclaveKey).operator;
        require(accused != address(0), DisputesUnknownKey(enclaveKey));
        // Once decided, a subject stays decided.
        require(_caseOf[subject] == 0, DisputesAlreadyChallenged(subject, _caseOf[subject]));
        caseId = ++_lastCase;
        _caseOf[subject] = caseId;
        uint48 now_ = uint48(block.timestamp);
        uint48 deadline = now_ + DECISION_TIME;
        _cases[caseId] = Case(subject, msg.sender, accused, enclaveKey, _bond, _penalty, now_, deadline, State.OPEN);
        emit CaseOpened(caseId, subject, accused, msg.sender, enclaveKey, claimDigest, deadline);
        _token.safeTransferFrom(msg.sender, address(this), _bond);
    }

    /// @dev Half of what the accused loses is the challenger's, the other half common: slashing oneself never pays.
    function _uphold(uint256 caseId, Case storage found, bytes32 reasonDigest) private {
        found.state = State.UPHELD;
        bool revoked = _registry.epochOf(found.enclaveKey).revokedAt == 0;
        if (revoked) _registry.revoke(found.enclaveKey);
        IValidatorStaking.Pool memory pool = _staking.poolOf(found.accused);
        uint256 slashed = 0;
        if (pool.tokens + pool.thawingTokens != 0) {
            slashed = _staking.slash(found.accused, found.penalty, address(this));
        }
        uint256 reward = slashed / 2;
        emit CaseUpheld(caseId, reasonDigest, slashed, reward, revoked);
        _token.safeTransfer(found.challenger, found.bond + reward);
        _token.safeTransfer(_treasury, slashed - reward);
    }

    function _reject(uint256 caseId, Case storage found, bytes32 reasonDigest) private {
        found.state = State.REJECTED;
        uint256 compensation = found.bond / 2;
        emit CaseRejected(caseId, reasonDigest, compensation);
        _token.safeTransfer(found.accused, compensation);
        _token.safeTransfer(_treasury, found.bond - compensation);
    }

    function _setStakes(uint128 bond, uint128 penalty) private {
        require(bond != 0 && penalty != 0, DisputesBadStakes());
        (_bond, _penalty) = (bond, penalty);
        emit StakesSet(bond, penalty);
    }
}
