// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009Bytes} from "./ERC3009Bytes.sol";

/// @notice The OpenGradient token: one billion, minted once, paid with by signature.
contract OPG is ERC20Permit, ERC3009Bytes {
    uint256 private constant SUPPLY = 1_000_000_000e18;

    constructor(address holder) ERC20("OpenGradient", "OPG") ERC20Permit("OpenGradient") {
        _mint(holder, SUPPLY);
    }
}
