// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Pause} from "../governance/Pause.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";

/// @notice Owes each party its shares until the party takes them; nobody else can move them.
abstract contract Credits is Pause, ReentrancyGuardTransient, ISettlement {
    using SafeERC20 for IERC20;

    uint256 internal constant BPS = 10_000;
    /// @dev Bounds what governance can ever take from hosts and operators.
    uint256 private constant MAX_COMMON_BPS = 3000;

    mapping(address party => mapping(address asset => uint256)) private _credits;
    Split private _split;
    /// @dev Payments that ended though no nonce of a token or of Permit2 says so.
    mapping(bytes32 paymentId => bool) private _closed;

    constructor(address authority, Split memory split) AccessManaged(authority) {
        _setSplit(split);
    }

    /// @inheritdoc ISettlement
    function withdraw(address asset) external nonReentrant returns (uint256 amount) {
        amount = _credits[msg.sender][asset];
        require(amount != 0, SettlementNothingToWithdraw(msg.sender, asset));
        _credits[msg.sender][asset] = 0;
        emit Withdrawn(msg.sender, asset, amount);
        IERC20(asset).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc ISettlement
    function setSplit(Split calldata split) external restricted {
        _setSplit(split);
    }

    /// @inheritdoc ISettlement
    function creditOf(address party, address asset) external view returns (uint256) {
        return _credits[party][asset];
    }

    /// @inheritdoc ISettlement
    function currentSplit() public view returns (Split memory) {
        return _split;
    }

    function _credit(address party, address asset, uint256 amount) internal {
        if (amount != 0) _credits[party][asset] += amount;
    }

    function _close(bytes32 paymentId) internal {
        _closed[paymentId] = true;
    }

    function _isClosed(bytes32 paymentId) internal view returns (bool) {
        return _closed[paymentId];
    }

    /// @dev What rounding leaves goes to the host, so the shares always add up to the charge.
    function _sharesOf(Split memory split, uint256 charge) internal pure returns (Shares memory shares) {
        shares.operator = charge * split.operatorBps / BPS;
        shares.validators = charge * split.validatorBps / BPS;
        shares.treasury = charge * split.treasuryBps / BPS;
        shares.host = charge - shares.operator - shares.validators - shares.treasury;
    }

    function _setSplit(Split memory split) private {
        uint256 common = uint256(split.validatorBps) + split.treasuryBps;
        require(
            common <= MAX_COMMON_BPS && common + split.hostBps + split.operatorBps == BPS
                && split.validatorPool != address(0) && split.treasury != address(0),
            SettlementBadSplit()
        );
        _split = split;
        emit SplitChanged(split);
    }
}
