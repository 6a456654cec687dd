// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestUsdc} from "../../src/devnet/TestUsdc.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Rejection} from "../../src/settlement/Rejection.sol";
import {OPG} from "../../src/token/OPG.sol";
import {ContractPayer} from "../lib/ContractPayer.sol";
import {World} from "../lib/World.sol";

/// @notice Both tokens as a payment: by 65-byte signature, by bytes, by a contract's signature.
contract TokensTest is World {
    address private constant CANONICAL_USDC = 0x036CbD53842c5426634e7929541eC2318f3dCF7e;

    function test_opgIsABillionMintedOnce() public {
        OPG opg = new OPG(address(this));
        assertEq(opg.totalSupply(), 1e27);
        assertEq(opg.balanceOf(address(this)), 1e27);
        assertEq(opg.decimals(), 18);
    }

    function test_settlesInOpg() public {
        OPG opg = new OPG(vm.addr(PAYER));

        (uint8 reason,) = settle(goodItem(address(opg), PAYER, HOST, "opg", 1e18));

        assertEq(reason, Rejection.NONE);
        assertEq(opg.balanceOf(address(settlement)), 1e18);
    }

    function test_settlesWhereTheTokensCodeWasCopied() public {
        vm.etch(CANONICAL_USDC, address(usdc).code);
        TestUsdc canonical = TestUsdc(CANONICAL_USDC);
        canonical.mint(vm.addr(PAYER), 5000);
        assertEq(bytes(canonical.name()), "USDC");
        assertEq(bytes(canonical.symbol()), "USDC");
        assertEq(bytes(canonical.version()), "2");
        assertEq(canonical.decimals(), 6);
        assertTrue(canonical.DOMAIN_SEPARATOR() != usdc.DOMAIN_SEPARATOR(), "its own domain");

        (uint8 reason,) = settle(goodItem(CANONICAL_USDC, PAYER, HOST, "canonical", 5000));

        assertEq(reason, Rejection.NONE);
        assertEq(canonical.balanceOf(address(settlement)), 5000);
    }

    function test_settlesAContractsPayment() public {
        address payer = address(new ContractPayer(vm.addr(PAYER)));
        usdc.mint(payer, 1000);
        ISettlement.Item memory item = contractItem(payer);

        (uint8 reason,) = settle(item);

        assertEq(reason, Rejection.NONE);
        assertEq(usdc.balanceOf(payer), 0);
    }

    function test_rejectsAContractsPaymentSignedByAnother() public {
        address payer = address(new ContractPayer(address(0xb0b)));
        usdc.mint(payer, 1000);
        ISettlement.Item memory item = contractItem(payer);

        (uint8 reason,) = settle(item);

        assertEq(reason, Rejection.PAYMENT_FAILED);
        assertEq(usdc.balanceOf(payer), 1000);
    }

    function contractItem(address payer) private view returns (ISettlement.Item memory item) {
        item = goodItem("contract", 1000);
        item.receipt.payer = payer;
        item.receipt.paymentId =
            keccak256(abi.encode(uint8(1), block.chainid, address(usdc), payer, uint256(item.nonce)));
        item.paymentSignature = abi.encodePacked(pay(item, PAYER), vm.addr(PAYER));
        signReceipt(item);
    }
}
