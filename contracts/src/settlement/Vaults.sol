// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {Receipt} from "../message/Messages.sol";
import {BoundedCall} from "./BoundedCall.sol";
import {HostVault} from "./HostVault.sol";
import {PaymentCall} from "./PaymentCall.sol";

/// @notice Pulls payments into host vaults and moves them on; each step happens whole or not at all.
abstract contract Vaults is ISettlement {
    uint256 private constant STEP_GAS = 400_000;

    address private immutable _vaultCode;

    constructor() {
        _vaultCode = address(new HostVault(address(this)));
    }

    /// @notice Runs a payment call and reverts, undoing it, unless the vault grew by `amount`.
    function pull(address target, bytes calldata payment, address asset, address vault, uint256 amount) external {
        require(msg.sender == address(this), SettlementOnlySelf());
        uint256 before = IERC20(asset).balanceOf(vault);
        (bool success, bytes memory answer) = target.call(payment);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        // FiatToken answers nothing; a token that answers must say yes.
        require(answer.length == 0 || abi.decode(answer, (bool)), SettlementPaymentRefused());
        _requireGrowth(IERC20(asset).balanceOf(vault), before, amount);
    }

    /// @notice Moves `amount` from a host's vault here and reverts, undoing it, unless that much arrived.
    function sweep(address host, address asset, uint256 amount) external {
        require(msg.sender == address(this), SettlementOnlySelf());
        _sweep(host, asset, amount);
    }

    /// @inheritdoc ISettlement
    function vaultOf(address host) public view returns (address) {
        return Clones.predictDeterministicAddress(_vaultCode, _salt(host));
    }

    function _tryPull(Item calldata item) internal returns (bool success, bytes memory answer) {
        Receipt calldata receipt = item.receipt;
        (address target, bytes memory payment) = PaymentCall.encode(item);
        bytes memory input =
            abi.encodeCall(Vaults.pull, (target, payment, receipt.asset, receipt.payTo, receipt.charge));
        return BoundedCall.tryCall(address(this), STEP_GAS, input);
    }

    function _trySweep(address host, address asset, uint256 amount) internal returns (bool success) {
        (success,) = BoundedCall.tryCall(address(this), STEP_GAS, abi.encodeCall(Vaults.sweep, (host, asset, amount)));
    }

    function _sweep(address host, address asset, uint256 amount) internal {
        address vault = vaultOf(host);
        if (vault.code.length == 0) {
            Clones.cloneDeterministic(_vaultCode, _salt(host));
            emit VaultDeployed(host, vault);
        }
        uint256 before = IERC20(asset).balanceOf(address(this));
        HostVault(vault).sweep(IERC20(asset), amount);
        _requireGrowth(IERC20(asset).balanceOf(address(this)), before, amount);
    }

    function _requireGrowth(uint256 balance, uint256 before, uint256 amount) private pure {
        uint256 growth = balance > before ? balance - before : 0;
        require(growth >= amount, SettlementShortPayment(amount, growth));
    }

    function _salt(address host) private pure returns (bytes32) {
        return bytes32(uint256(uint160(host)));
    }
}
