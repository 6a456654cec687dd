// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {Receipt} from "../message/Messages.sol";
import {Credits} from "./Credits.sol";
import {Vaults} from "./Vaults.sol";

/// @notice Carries charges from the vaults to the credits of the parties, many at a time.
abstract contract Charges is Credits, Vaults {
    /// @dev Neighbouring items with the same parties and asset; their charges leave the vault together.
    struct Run {
        address host;
        address vault;
        address operator;
        address asset;
        Shares shares;
    }

    mapping(address host => mapping(address operator => mapping(address asset => Shares))) private _uncollected;
    mapping(address host => mapping(address asset => uint256)) private _waitingOf;

    /// @inheritdoc ISettlement
    function collect(address host, address operator, address asset) external nonReentrant {
        Run memory run = Run(host, vaultOf(host), operator, asset, _uncollected[host][operator][asset]);
        uint256 amount = _total(run.shares);
        require(amount != 0, SettlementNothingToCollect());
        delete _uncollected[host][operator][asset];
        _waitingOf[host][asset] -= amount;
        _sweep(host, asset, amount);
        _creditRun(run, currentSplit());
    }

    /// @inheritdoc ISettlement
    function uncollectedOf(address host, address operator, address asset) external view returns (Shares memory) {
        return _uncollected[host][operator][asset];
    }

    /// @dev Stays in the run where parties and asset are the same, else finishes it and starts the next in its place.
    function _enterRun(Run memory run, Split memory split, address host, address operator, address asset) internal {
        if (run.host == host && run.operator == operator && run.asset == asset && run.vault != address(0)) return;
        _finishRun(run, split);
        run.host = host;
        run.vault = vaultOf(host);
        run.operator = operator;
        run.asset = asset;
        (run.shares.host, run.shares.operator, run.shares.validators, run.shares.treasury) = (0, 0, 0, 0);
    }

    /// @dev A token that lets itself be paid but not moved on cannot stop the batch: its charges wait for `collect`.
    function _finishRun(Run memory run, Split memory split) internal {
        uint256 amount = _total(run.shares);
        if (amount == 0) return;
        if (_trySweep(run.host, run.asset, amount)) {
            _creditRun(run, split);
        } else {
            Shares storage waiting = _uncollected[run.host][run.operator][run.asset];
            waiting.host += run.shares.host;
            waiting.operator += run.shares.operator;
            waiting.validators += run.shares.validators;
            waiting.treasury += run.shares.treasury;
            _waitingOf[run.host][run.asset] += amount;
            emit CollectionDeferred(run.host, run.operator, run.asset, amount);
        }
    }

    function _add(Shares memory sum, Shares memory more) internal pure {
        sum.host += more.host;
        sum.operator += more.operator;
        sum.validators += more.validators;
        sum.treasury += more.treasury;
    }

    /// @dev Charges that rest in the host's vault for all operators together.
    function _waiting(address host, address asset) internal view returns (uint256) {
        return _waitingOf[host][asset];
    }

    function _creditParties(address host, address operator, address asset, Shares memory shares, Split memory split)
        internal
    {
        _credit(host, asset, shares.host);
        _credit(operator, asset, shares.operator);
        _credit(split.validatorPool, asset, shares.validators);
        _credit(split.treasury, asset, shares.treasury);
    }

    function _emitSettled(Receipt calldata receipt, address host, bytes32 id, Shares memory shares) internal {
        emit ReceiptSettled(
            id,
            receipt.paymentId,
            receipt.payer,
            host,
            receipt.asset,
            receipt.charge,
            shares.host,
            shares.operator,
            shares.validators,
            shares.treasury
        );
    }

    function _creditRun(Run memory run, Split memory split) private {
        _creditParties(run.host, run.operator, run.asset, run.shares, split);
    }

    function _total(Shares memory shares) private pure returns (uint256) {
        return shares.host + shares.operator + shares.validators + shares.treasury;
    }
}
