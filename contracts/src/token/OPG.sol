// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ERC3009Bytes} from "./ERC3009Bytes.sol";

/// @notice The OpenGradient token: one billion, minted once, paid with by signature, voted with by delegation.
/// @dev Nobody can mint, burn, pause or upgrade it. Votes go by Unix time, as blocks of the chain change their pace.
contract OPG is ERC20Permit, ERC20Votes, ERC3009Bytes {
    uint256 private constant SUPPLY = 1_000_000_000e18;

    constructor(address holder) ERC20("OpenGradient", "OPG") ERC20Permit("OpenGradient") {
        _mint(holder, SUPPLY);
    }

    /// @notice Voids an unused authorization; contract accounts sign by ERC-1271.
    function cancelAuthorization(address authorizer, bytes32 nonce, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(CANCEL_AUTHORIZATION_TYPEHASH, authorizer, nonce));
        _checkSignature(authorizer, structHash, signature);
        _cancelAuthorization(authorizer, nonce);
    }

    /// @notice Unix time, the clock of all votes (ERC-6372).
    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @notice Says that the clock is Unix time (ERC-6372).
    // forge-lint: disable-next-line(mixed-case-function)
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice Next nonce of an account's permits and delegations by signature; payments have their own, random ones.
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
