// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OPG} from "../../src/token/OPG.sol";
import {Test} from "./Test.sol";

/// @notice The token in one holder's hands, and ways to sign for it.
abstract contract TokenWorld is Test {
    uint256 internal constant START = 1_790_000_000;
    uint256 internal constant ALICE_KEY = 0xa11ce;
    address internal constant BOB = address(0xb0b);
    string internal constant TRANSFER =
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";
    string internal constant RECEIVE =
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";

    struct Payment {
        address from;
        address to;
        uint256 value;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 nonce;
    }

    OPG internal opg;
    address internal alice;

    function setUp() public virtual {
        vm.warp(START);
        alice = vm.addr(ALICE_KEY);
        opg = new OPG(alice);
    }

    function payment(uint256 value, bytes32 nonce) internal view returns (Payment memory) {
        return Payment(alice, BOB, value, 0, block.timestamp + 1 hours, nonce);
    }

    function digestOf(string memory kind, Payment memory p) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(bytes(kind));
        return digest(keccak256(abi.encode(typeHash, p.from, p.to, p.value, p.validAfter, p.validBefore, p.nonce)));
    }

    function cancelDigest(address authorizer, bytes32 nonce) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");
        return digest(keccak256(abi.encode(typeHash, authorizer, nonce)));
    }

    function digest(bytes32 structHash) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", opg.DOMAIN_SEPARATOR(), structHash));
    }

    function sign(uint256 key, bytes32 hash) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, hash);
        return abi.encodePacked(r, s, v);
    }

    function transfer(Payment memory p, bytes memory signature) internal {
        opg.transferWithAuthorization(p.from, p.to, p.value, p.validAfter, p.validBefore, p.nonce, signature);
    }

    function transferByParts(Payment memory p, bytes32 hash) internal {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ALICE_KEY, hash);
        opg.transferWithAuthorization(p.from, p.to, p.value, p.validAfter, p.validBefore, p.nonce, v, r, s);
    }

    function receivePayment(Payment memory p, bytes memory signature) internal {
        opg.receiveWithAuthorization(p.from, p.to, p.value, p.validAfter, p.validBefore, p.nonce, signature);
    }
}
