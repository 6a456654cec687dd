// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
import {VestingWalletCliff} from "@openzeppelin/contracts/finance/VestingWalletCliff.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @notice Releases tokens to a beneficiary linearly after a cliff; what is not vested cannot move, but can vote.
/// @dev Nobody can take tokens back or speed them up. The beneficiary may hand the whole claim on, to an account that accepts.
contract OpgVesting is VestingWalletCliff, Ownable2Step {
    IVotes private immutable _token;

    error OpgVestingNotRenounceable();

    constructor(IVotes token, address beneficiary, uint64 startTime, uint64 vestingSeconds, uint64 cliffSeconds)
        VestingWallet(beneficiary, startTime, vestingSeconds)
        VestingWalletCliff(cliffSeconds)
    {
        _token = token;
    }

    /// @notice Lets `delegatee` vote with all that this wallet holds, vested or not.
    function delegate(address delegatee) external onlyOwner {
        _token.delegate(delegatee);
    }

    /// @notice Starts to hand the claim to another beneficiary, who must accept it.
    function transferOwnership(address newOwner) public override(Ownable, Ownable2Step) onlyOwner {
        super.transferOwnership(newOwner);
    }

    /// @notice Refuses: without a beneficiary the tokens would be lost.
    function renounceOwnership() public view override onlyOwner {
        revert OpgVestingNotRenounceable();
    }

    function _transferOwnership(address newOwner) internal override(Ownable, Ownable2Step) {
        super._transferOwnership(newOwner);
    }
}
