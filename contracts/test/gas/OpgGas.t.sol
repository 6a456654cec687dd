// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TokenWorld} from "../lib/TokenWorld.sol";

/// @notice What moving the token costs, with and without votes to move along.
contract OpgGasTest is TokenWorld {
    function setUp() public override {
        super.setUp();
        vm.prank(alice);
        opg.transfer(BOB, 1e18);
    }

    function test_transferGas() public {
        vm.prank(alice);
        opg.transfer(BOB, 1);
        vm.snapshotGasLastCall("OPG", "transfer");
    }

    function test_authorizationByPartsGas() public {
        Payment memory p = payment(1, keccak256("nonce"));
        transferByParts(p, digestOf(TRANSFER, p));
        vm.snapshotGasLastCall("OPG", "transferWithAuthorization, v r s");
    }

    function test_authorizationByBytesGas() public {
        Payment memory p = payment(1, keccak256("nonce"));
        transfer(p, sign(ALICE_KEY, digestOf(TRANSFER, p)));
        vm.snapshotGasLastCall("OPG", "transferWithAuthorization, bytes");
    }

    function test_authorizationOfADelegatedPayerGas() public {
        vm.prank(alice);
        opg.delegate(alice);
        vm.warp(START + 10);
        Payment memory p = payment(1, keccak256("nonce"));
        transfer(p, sign(ALICE_KEY, digestOf(TRANSFER, p)));
        vm.snapshotGasLastCall("OPG", "transferWithAuthorization, bytes, payer delegated");
    }
}
