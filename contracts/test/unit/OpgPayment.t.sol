// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {ContractPayer} from "../lib/ContractPayer.sol";
import {TokenWorld} from "../lib/TokenWorld.sol";

/// @notice Payment by signature as x402 clients sign it: EIP-3009 in both overloads, once, in time, by its payer only.
contract OpgPaymentTest is TokenWorld {
    function test_domainIsNameAndOne() public view {
        (, string memory name, string memory version, uint256 chain, address contract_,,) = opg.eip712Domain();
        assertEq(bytes(name), "OpenGradient");
        assertEq(bytes(version), "1");
        assertEq(chain, block.chainid);
        assertEq(contract_, address(opg));
        assertEq(bytes(opg.name()), "OpenGradient");
        assertEq(bytes(opg.symbol()), "OPG");
    }

    function test_paysWithAnyNonceOnce(uint256 value, bytes32 nonce, bool byParts) public {
        Payment memory p = payment(bound(value, 0, opg.totalSupply()), nonce);
        bytes32 hash = digestOf(TRANSFER, p);
        bytes memory signature = sign(ALICE_KEY, hash);

        if (byParts) transferByParts(p, hash);
        else transfer(p, signature);

        assertEq(opg.balanceOf(BOB), p.value);
        assertTrue(opg.authorizationState(alice, nonce), "used");
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, alice, nonce));
        transfer(p, signature);
    }

    function test_paysInAnyOrderOfNonces() public {
        for (uint256 i = 10; i > 0; --i) {
            Payment memory p = payment(i, keccak256(abi.encode(i)));
            transfer(p, sign(ALICE_KEY, digestOf(TRANSFER, p)));
        }
        assertEq(opg.balanceOf(BOB), 55);
        assertEq(opg.nonces(alice), 0);
    }

    function test_paysFromAContract(uint256 value, bytes32 nonce) public {
        Payment memory p = contractPayment(value, nonce);

        transfer(p, contractSign(digestOf(TRANSFER, p)));

        assertEq(opg.balanceOf(BOB), p.value);
    }

    function test_refusesAContractsPaymentSignedByAnother() public {
        Payment memory p = contractPayment(1, "nonce");
        bytes memory signature = abi.encodePacked(sign(0xbad, digestOf(TRANSFER, p)), alice);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        transfer(p, signature);
    }

    function test_refusesWhatWasSignedOtherwise(uint256 which, uint256 other) public {
        Payment memory p = payment(1e18, "nonce");
        bytes memory signature = sign(ALICE_KEY, digestOf(TRANSFER, p));
        which = bound(which, 0, 4);
        if (which == 0) p.to = address(uint160(bound(other, 1, 1e30)));
        else if (which == 1) p.value = bound(other, 0, 1e18 - 1);
        else if (which == 2) p.validAfter = bound(other, 1, START - 1);
        else if (which == 3) p.validBefore = bound(other, START + 1 hours + 1, type(uint256).max - 1);
        else p.nonce = keccak256(abi.encode(other));

        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        transfer(p, signature);
    }

    function test_refusesTheOtherKindAnotherChainAndAMirroredSignature() public {
        Payment memory p = payment(1, "nonce");
        bytes memory ofReceive = sign(ALICE_KEY, digestOf(RECEIVE, p));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ALICE_KEY, digestOf(TRANSFER, p));
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        bytes memory mirrored = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        transfer(p, ofReceive);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        transfer(p, mirrored);
        vm.chainId(1);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        transfer(p, abi.encodePacked(r, s, v));
    }

    function test_paysWithinItsTimesOnly(uint256 validAfter, uint256 validBefore) public {
        Payment memory p = payment(1, "nonce");
        (p.validAfter, p.validBefore) = (near(validAfter), near(validBefore));
        bytes memory signature = sign(ALICE_KEY, digestOf(TRANSFER, p));
        bool good = p.validAfter < START && START < p.validBefore;
        if (!good) {
            vm.expectRevert(
                abi.encodeWithSelector(ERC3009.ERC3009InvalidAuthorizationTime.selector, p.validAfter, p.validBefore)
            );
        }
        transfer(p, signature);
        assertEq(opg.balanceOf(BOB), good ? 1 : 0);
    }

    function test_neverTakesATimeForABlockNumber() public {
        vm.roll(1000);
        Payment memory p = payment(1, "nonce");
        (p.validAfter, p.validBefore) = (1 << 47, (1 << 47) + 1_000_000);
        bytes memory signature = sign(ALICE_KEY, digestOf(TRANSFER, p));
        vm.expectRevert(
            abi.encodeWithSelector(ERC3009.ERC3009InvalidAuthorizationTime.selector, p.validAfter, p.validBefore)
        );
        transfer(p, signature);
    }

    function test_onlyTheReceiverReceives(address caller) public {
        vm.assume(caller != BOB);
        Payment memory p = payment(5, "nonce");
        bytes memory signature = sign(ALICE_KEY, digestOf(RECEIVE, p));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, BOB));
        receivePayment(p, signature);

        vm.prank(BOB);
        receivePayment(p, signature);
        assertEq(opg.balanceOf(BOB), 5);
    }

    function test_neverPaysWhatWasCancelled(bytes32 nonce) public {
        Payment memory p = payment(5, nonce);
        bytes memory signature = sign(ALICE_KEY, digestOf(TRANSFER, p));
        bytes memory cancel = sign(ALICE_KEY, cancelDigest(alice, nonce));
        bytes memory foreign = sign(0xbad, cancelDigest(alice, nonce));
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        opg.cancelAuthorization(alice, nonce, foreign);

        opg.cancelAuthorization(alice, nonce, cancel);

        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, alice, nonce));
        transfer(p, signature);
    }

    function test_aContractCancels() public {
        Payment memory p = contractPayment(5, "nonce");
        bytes memory signature = contractSign(digestOf(TRANSFER, p));
        opg.cancelAuthorization(p.from, "nonce", contractSign(cancelDigest(p.from, "nonce")));
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, p.from, bytes32("nonce")));
        transfer(p, signature);
    }

    function contractPayment(uint256 value, bytes32 nonce) private returns (Payment memory p) {
        p = payment(bound(value, 0, opg.totalSupply()), nonce);
        p.from = address(new ContractPayer(alice));
        vm.prank(alice);
        opg.transfer(p.from, p.value);
    }

    function contractSign(bytes32 hash) private view returns (bytes memory) {
        return abi.encodePacked(sign(ALICE_KEY, hash), alice);
    }

    /// @dev Most numbers near now, some anywhere.
    function near(uint256 value) private pure returns (uint256) {
        return value % 4 == 0 ? value : START - 2 + (value >> 2) % 5;
    }
}
