// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OPG} from "../token/OPG.sol";
import {OpgVesting} from "../token/OpgVesting.sol";

/// @notice Mints the token, hands all of it out by one table, and keeps neither tokens nor powers.
contract Genesis {
    /// @notice One row of the table: `liquid` of `amount` at once, the rest vesting from the start on.
    struct Grant {
        address beneficiary;
        uint256 amount;
        uint256 liquid;
        uint64 cliffSeconds;
        uint64 vestingSeconds;
    }

    OPG private immutable _token;
    mapping(uint256 index => OpgVesting) private _wallets;

    event Granted(uint256 indexed index, address indexed beneficiary, uint256 liquid, uint256 vesting, address wallet);

    error GenesisBadSum(uint256 supply, uint256 found);
    error GenesisBadGrant(uint256 index);

    constructor(Grant[] memory grants, uint64 startTime) {
        _token = new OPG(address(this));
        uint256 sum = 0;
        for (uint256 i = 0; i < grants.length; ++i) {
            sum += grants[i].amount;
        }
        require(sum == _token.totalSupply(), GenesisBadSum(_token.totalSupply(), sum));
        for (uint256 i = 0; i < grants.length; ++i) {
            _hand(i, grants[i], startTime);
        }
    }

    /// @notice The token.
    function token() external view returns (OPG) {
        return _token;
    }

    /// @notice Vesting wallet of a row of the table, from zero; the zero address where nothing vests.
    function walletOf(uint256 index) external view returns (OpgVesting) {
        return _wallets[index];
    }

    function _hand(uint256 index, Grant memory grant, uint64 startTime) private {
        // Times without tokens to vest, or tokens without a time, are a slip of the table's author.
        require(
            grant.beneficiary != address(0) && grant.amount != 0 && grant.liquid <= grant.amount
                && (grant.liquid == grant.amount) == (grant.vestingSeconds == 0)
                && grant.cliffSeconds <= grant.vestingSeconds,
            GenesisBadGrant(index)
        );
        uint256 vesting = grant.amount - grant.liquid;
        if (vesting != 0) {
            _wallets[index] =
                new OpgVesting(_token, grant.beneficiary, startTime, grant.vestingSeconds, grant.cliffSeconds);
            _token.transfer(address(_wallets[index]), vesting);
        }
        if (grant.liquid != 0) _token.transfer(grant.beneficiary, grant.liquid);
        emit Granted(index, grant.beneficiary, grant.liquid, vesting, address(_wallets[index]));
    }
}
