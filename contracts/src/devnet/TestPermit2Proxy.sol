// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {TestPermit2} from "./TestPermit2.sol";

/// @notice What the stand-ins of x402's proxies of Permit2 share; errors and events are those of the proxies.
abstract contract TestPermit2Proxy {
    struct EIP2612Permit {
        uint256 value;
        uint256 deadline;
        bytes32 r;
        bytes32 s;
        uint8 v;
    }

    struct Payment {
        uint256 amount;
        address owner;
        address to;
        uint256 validAfter;
        bytes32 witness;
    }

    error InvalidAmount();
    error InvalidDestination();
    error InvalidOwner();
    error PaymentTooEarly();
    error Permit2612AmountMismatch();

    event Settled();
    event SettledWithPermit();

    TestPermit2 public constant PERMIT2 = TestPermit2(0x000000000022D473030F116dDEE9F6B43aC78BA3);

    function _take(
        TestPermit2.PermitTransferFrom calldata permit,
        Payment memory payment,
        string memory witnessTypeString,
        bytes calldata signature
    ) internal {
        require(payment.amount > 0, InvalidAmount());
        require(payment.owner != address(0), InvalidOwner());
        require(payment.to != address(0), InvalidDestination());
        require(block.timestamp >= payment.validAfter, PaymentTooEarly());
        PERMIT2.permitWitnessTransferFrom(
            permit,
            TestPermit2.SignatureTransferDetails(payment.to, payment.amount),
            payment.owner,
            payment.witness,
            witnessTypeString,
            signature
        );
    }

    /// @dev A permit that somebody submitted before fails here and does no harm: the allowance decides.
    function _permit(EIP2612Permit calldata permit2612, TestPermit2.PermitTransferFrom calldata permit, address owner)
        internal
    {
        require(permit2612.value == permit.permitted.amount, Permit2612AmountMismatch());
        try IERC20Permit(permit.permitted.token)
            .permit(
                owner, address(PERMIT2), permit2612.value, permit2612.deadline, permit2612.v, permit2612.r, permit2612.s
            ) {}
            catch {}
    }
}
