// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ERC3009Bytes} from "../token/ERC3009Bytes.sol";

/// @notice Stands in for USDC on a local chain only: anybody may mint.
/// @dev Its code may be copied to USDC's address: nothing that it needs is in storage.
contract TestUsdc is ERC3009Bytes, Nonces {
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    error PermitExpired();
    error PermitNotSignedByOwner();

    constructor() ERC20("", "") EIP712("USDC", "2") {}

    /// @notice Makes money out of nothing.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Allowance by signature (EIP-2612), as FiatToken has it beside EIP-3009.
    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
    {
        require(block.timestamp <= deadline, PermitExpired());
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, _useNonce(owner), deadline)));
        require(ECDSA.recover(digest, v, r, s) == owner, PermitNotSignedByOwner());
        _approve(owner, spender, value);
    }

    /// @notice Version of the EIP-712 domain, as FiatToken answers it.
    function version() external pure returns (string memory) {
        return "2";
    }

    /// @notice EIP-712 domain separator, as FiatToken answers it.
    // forge-lint: disable-next-line(mixed-case-function)
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    function name() public pure override returns (string memory) {
        return "USDC";
    }

    function symbol() public pure override returns (string memory) {
        return "USDC";
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
