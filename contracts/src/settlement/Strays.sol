// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ChannelMoney} from "../channel/ChannelMoney.sol";
import {IEnclaveRegistry} from "../interfaces/IEnclaveRegistry.sol";
import {IStrays} from "../interfaces/IStrays.sol";
import {IValidatorWeights} from "../interfaces/IValidatorWeights.sol";
import {MessageHash} from "../message/MessageHash.sol";
import {Receipt, StrayStatement} from "../message/Messages.sol";
import {Quorum} from "../registry/Quorum.sol";
import {PaymentCall} from "./PaymentCall.sol";

/// @notice Credits or returns what reached a vault outside a batch, by what a validator quorum read in the chain's logs.
/// @dev A used nonce proves nothing, it may be a cancelled one: the statement names the transfer. A wrong statement can take
/// no more than the surplus, and no charge that waits in the vault.
abstract contract Strays is EIP712, ChannelMoney, IStrays {
    using MessageHash for Receipt;
    using MessageHash for StrayStatement;
    using SafeERC20 for IERC20;

    uint256 private constant MAX_STATEMENT_AGE = 2 hours;
    uint256 private constant RETURN_DELAY = 1 days;

    IEnclaveRegistry internal immutable _registry;
    IValidatorWeights internal immutable _validators;

    constructor(IEnclaveRegistry registry, IValidatorWeights validators) {
        _registry = registry;
        _validators = validators;
    }

    /// @inheritdoc IStrays
    function creditStray(
        Receipt calldata receipt,
        bytes calldata enclaveSignature,
        StrayStatement calldata statement,
        bytes[] calldata validatorSignatures
    ) external whenNotPaused nonReentrant {
        bytes32 id = _hashTypedDataV4(receipt.structHash());
        _match(statement.receiptId == id, "receiptId");
        _requireStated(statement, validatorSignatures);
        _requireSame(receipt, statement);
        require(_isSigned(receipt, id, enclaveSignature), StraysBadSignature());
        address operator = _operatorOf(receipt, statement.statedAt);

        _take(statement);
        _split(receipt, statement.host, operator, id);
        emit StrayCredited(id, statement.paymentId, statement.transactionHash, statement.logIndex, statement.amount);
    }

    /// @inheritdoc IStrays
    function returnStray(StrayStatement calldata statement, bytes[] calldata validatorSignatures)
        external
        whenNotPaused
        nonReentrant
    {
        _match(statement.receiptId == 0, "receiptId");
        // Until then its receipt may still come.
        uint256 from = statement.validBefore + RETURN_DELAY;
        require(block.timestamp >= from, StraysTooEarly(from));
        _requireStated(statement, validatorSignatures);

        _take(statement);
        emit StrayReturned(
            statement.paymentId,
            statement.payer,
            statement.host,
            statement.asset,
            statement.amount,
            statement.transactionHash,
            statement.logIndex
        );
        // A payer whom the token refuses now can withdraw it later.
        if (!IERC20(statement.asset).trySafeTransfer(statement.payer, statement.amount)) {
            _credit(statement.payer, statement.asset, statement.amount);
        }
    }

    /// @inheritdoc IStrays
    function isClosed(bytes32 paymentId) external view returns (bool) {
        return _isClosed(paymentId);
    }

    /// @inheritdoc IStrays
    function strayDigest(StrayStatement calldata statement) external view returns (bytes32) {
        return _hashTypedDataV4(statement.structHash());
    }

    /// @inheritdoc IStrays
    function surplusOf(address host, address asset) public view returns (uint256) {
        uint256 held = IERC20(asset).balanceOf(vaultOf(host));
        uint256 waiting = _waiting(host, asset);
        return held > waiting ? held - waiting : 0;
    }

    function _requireStated(StrayStatement calldata statement, bytes[] calldata validatorSignatures) private view {
        require(
            statement.statedAt <= block.timestamp && block.timestamp - statement.statedAt <= MAX_STATEMENT_AGE,
            StraysNotCurrent(statement.statedAt, block.timestamp)
        );
        bytes32 digest = _hashTypedDataV4(statement.structHash());
        Quorum.requireReached(_validators, digest, validatorSignatures, uint48(statement.statedAt));
    }

    /// @dev Only `exact` strays: nobody but this contract submits an `upto` permit.
    function _requireSame(Receipt calldata receipt, StrayStatement calldata statement) private view {
        require(
            receipt.scheme == PaymentCall.EXACT_EIP3009 || receipt.scheme == PaymentCall.EXACT_PERMIT2,
            StraysMismatch("scheme")
        );
        _match(receipt.paymentId == statement.paymentId, "paymentId");
        _match(receipt.payer == statement.payer, "payer");
        _match(receipt.asset == statement.asset, "asset");
        _match(receipt.payTo == vaultOf(statement.host), "payTo");
        _match(PaymentCall.isAmountGood(receipt) && receipt.charge == statement.amount, "amount");
    }

    /// @dev One place for all members keeps Settlement below the size that a chain takes.
    function _match(bool same, bytes32 member) private pure {
        require(same, StraysMismatch(member));
    }

    function _isSigned(Receipt calldata receipt, bytes32 id, bytes calldata signature) internal pure returns (bool) {
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(id, signature);
        return err == ECDSA.RecoverError.NoError && signer == receipt.enclaveKey;
    }

    /// @dev After a revocation, what was issued before it counts only if the validators decided so knowing of it.
    function _wasGood(IEnclaveRegistry.Epoch memory epoch, uint64 time, uint256 knownAt) internal pure returns (bool) {
        if (time < epoch.validFrom || time >= epoch.validUntil) return false;
        return epoch.revokedAt == 0 || (time < epoch.revokedAt && epoch.revokedAt <= knownAt);
    }

    function _operatorOf(Receipt calldata receipt, uint64 statedAt) private view returns (address) {
        IEnclaveRegistry.Epoch memory epoch = _registry.epochOf(receipt.enclaveKey);
        uint64 time = receipt.issuedAt;
        require(
            time <= block.timestamp && receipt.assurance <= epoch.maxAssurance && _wasGood(epoch, time, statedAt),
            StraysKeyNotGood(receipt.enclaveKey)
        );
        return epoch.operator;
    }

    /// @dev Ends the payment and its log, and brings the amount here.
    function _take(StrayStatement calldata statement) private {
        require(!_isClosed(statement.paymentId), StraysClosed(statement.paymentId));
        _close(statement.paymentId);
        bytes32 log = keccak256(abi.encode(statement.transactionHash, statement.logIndex));
        require(!_isClosed(log), StraysLogUsed(statement.transactionHash, statement.logIndex));
        _close(log);
        uint256 surplus = surplusOf(statement.host, statement.asset);
        require(statement.amount <= surplus, StraysAboveSurplus(statement.amount, surplus));
        _sweep(statement.host, statement.asset, statement.amount);
    }

    function _split(Receipt calldata receipt, address host, address operator, bytes32 id) private {
        Split memory split = currentSplit();
        Shares memory shares = _sharesOf(split, receipt.charge);
        _creditParties(host, operator, receipt.asset, shares, split);
        _emitSettled(receipt, host, id, shares);
    }
}
