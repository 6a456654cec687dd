// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @notice Shares and the epoch that they belong to, in the value of one checkpoint.
type Units is uint208;

using UnitsMath for Units global;

/// @notice What shares are worth: at first a token each, less after a slash, never more.
/// @dev As tokens never outnumber shares and every rounding favours the pool, nobody can raise a share's price
/// to make later stakers lose by rounding.
library UnitsMath {
    using SafeCast for uint256;

    /// @dev Shares stay below 1e36 for a supply of 1e27, and so within their 128 bits.
    uint256 internal constant MOST_SHARES_PER_TOKEN = 1e9;

    function pack(uint256 epoch_, uint256 shares_) internal pure returns (Units) {
        return Units.wrap((uint208(epoch_.toUint80()) << 128) | shares_.toUint128());
    }

    function epoch(Units units) internal pure returns (uint256) {
        return Units.unwrap(units) >> 128;
    }

    function shares(Units units) internal pure returns (uint256) {
        return uint128(Units.unwrap(units));
    }

    /// @dev Shares of `held` that still count in a pool of `units`.
    function current(Units held, Units units) internal pure returns (uint256) {
        return held.epoch() == units.epoch() ? held.shares() : 0;
    }

    function toShares(uint256 amount, uint256 tokens, uint256 allShares) internal pure returns (uint256) {
        return allShares == 0 ? amount : Math.mulDiv(amount, allShares, tokens);
    }

    function toTokens(uint256 someShares, uint256 tokens, uint256 allShares) internal pure returns (uint256) {
        return someShares == 0 ? 0 : Math.mulDiv(someShares, tokens, allShares);
    }

    /// @dev A pool after a loss; one that is nearly worthless is emptied and starts again in its next epoch.
    function lose(Units units, uint256 tokens, uint256 loss) internal pure returns (uint256 left, Units leftUnits) {
        left = tokens - loss;
        if (left * MOST_SHARES_PER_TOKEN >= units.shares()) return (left, units);
        return (0, pack(units.epoch() + 1, 0));
    }
}
