// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorWeights} from "./IValidatorWeights.sol";

/// @notice Tokens that stand behind validators: they weigh, vote and earn, and are lost by those who misbehave.
interface IValidatorStaking is IValidatorWeights {
    /// @notice A validator's pool; shares of an epoch before `epoch` are worth nothing, all was slashed.
    struct Pool {
        uint256 tokens;
        uint256 shares;
        uint256 epoch;
        uint256 thawingTokens;
        uint256 thawingShares;
        uint256 thawingEpoch;
        uint16 commissionBps;
        bool active;
    }

    /// @notice Stake on its way out; it can still be slashed until it is withdrawn.
    struct Thaw {
        address staker;
        address validator;
        uint128 shares;
        uint64 epoch;
        uint48 until;
    }

    event Staked(address indexed validator, address indexed staker, uint256 amount, uint256 shares);
    event Thawing(
        uint256 indexed thawId, address indexed validator, address indexed staker, uint256 amount, uint48 until
    );
    event Withdrawn(uint256 indexed thawId, address indexed validator, address indexed staker, uint256 amount);
    event Slashed(address indexed validator, address indexed receiver, uint256 fromStake, uint256 fromThawing);
    event ValidatorWeightChanged(address indexed validator, uint256 weight);
    event CommissionSet(address indexed validator, uint16 commissionBps);
    event Rewarded(address indexed payer, uint256 amount);
    event RewardClaimed(address indexed staker, uint256 amount);

    error ValidatorStakingBadParameters();
    error ValidatorStakingBadValidator();
    error ValidatorStakingZeroAmount();
    error ValidatorStakingTooManyValidators(address staker);
    error ValidatorStakingNotEnoughShares(uint256 held, uint256 asked);
    error ValidatorStakingNotYours(uint256 thawId, address caller);
    error ValidatorStakingStillThawing(uint256 thawId, uint48 until);
    error ValidatorStakingNothingToSlash(address validator);
    error ValidatorStakingBadCommission(uint16 commissionBps, uint16 most);
    error ValidatorStakingNobodyToReward();
    error ValidatorStakingFutureLookup(uint256 time, uint48 now_);

    /// @notice Puts tokens behind a validator; behind oneself it is what makes a validator.
    function stake(address validator, uint256 amount) external returns (uint256 shares);

    /// @notice Takes shares out of weight, votes and rewards; what they are worth can be withdrawn after the delay.
    function thaw(address validator, uint256 shares) external returns (uint256 thawId);

    /// @notice Pays out what is left of stake that has thawed; nothing where all of it was slashed.
    function withdraw(uint256 thawId) external returns (uint256 amount);

    /// @notice Pays the caller what it earned, at this validator up to now and at others up to its last step there.
    function claim(address validator) external returns (uint256 amount);

    /// @notice Sets the part of later rewards of the caller's pool that it keeps for itself.
    function setCommission(uint16 commissionBps) external;

    /// @notice Pays a reward to all active stake, by weight; stake of the same second already shares in it.
    function reward(uint256 amount) external;

    /// @notice Takes up to `amount` from a validator's pool, from staked and thawing tokens in proportion.
    /// @dev A rest below a billionth of a token per share is taken too: nobody could stake there any more.
    function slash(address validator, uint256 amount, address receiver) external returns (uint256 taken);

    /// @notice State of a validator's pool.
    function poolOf(address validator) external view returns (Pool memory);

    /// @notice Shares that a staker holds in a validator's pool, none where all was slashed.
    function sharesOf(address validator, address staker) external view returns (uint256);

    /// @notice Tokens that a staker's shares are worth.
    function stakeOf(address validator, address staker) external view returns (uint256);

    /// @notice A thaw; all zero where there is none or it was withdrawn.
    function thawOf(uint256 thawId) external view returns (Thaw memory);

    /// @notice What `claim` would pay.
    function claimable(address validator, address staker) external view returns (uint256);

    /// @notice Votes of an account's staked tokens now; they cannot be delegated, and thawing tokens have none.
    function getVotes(address account) external view returns (uint256);

    /// @notice Votes of an account's staked tokens at the end of a past second.
    /// @dev Where an account left a validator and filled its place with another one, the left one's past votes are forgotten.
    function getPastVotes(address account, uint256 timepoint) external view returns (uint256);
}
