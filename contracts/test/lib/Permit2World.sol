// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestExactPermit2Proxy} from "../../src/devnet/TestExactPermit2Proxy.sol";
import {TestPermit2} from "../../src/devnet/TestPermit2.sol";
import {TestUptoPermit2Proxy} from "../../src/devnet/TestUptoPermit2Proxy.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Permit2Call} from "../../src/settlement/Permit2Call.sol";
import {World} from "./World.sol";

/// @notice A world with Permit2 and x402's proxies at their addresses, and ways to build items that they pay.
abstract contract Permit2World is World {
    uint8 internal constant EXACT = 2;
    uint8 internal constant UPTO = 3;
    bytes32 private constant TOKEN_PERMISSIONS_TYPEHASH = keccak256("TokenPermissions(address token,uint256 amount)");
    string private constant PERMIT_TYPE =
        "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Witness witness)TokenPermissions(address token,uint256 amount)";
    string private constant EXACT_WITNESS_TYPE = "Witness(address to,uint256 validAfter)";
    string private constant UPTO_WITNESS_TYPE = "Witness(address to,address facilitator,uint256 validAfter)";

    TestPermit2 internal constant PERMIT2 = TestPermit2(Permit2Call.PERMIT2);

    function setUp() public virtual override {
        super.setUp();
        vm.etch(Permit2Call.PERMIT2, address(new TestPermit2()).code);
        vm.etch(Permit2Call.EXACT_PROXY, address(new TestExactPermit2Proxy()).code);
        vm.etch(Permit2Call.UPTO_PROXY, address(new TestUptoPermit2Proxy()).code);
        approve(address(usdc), PAYER);
    }

    function approve(address asset, uint256 payerKey) internal {
        vm.prank(vm.addr(payerKey));
        (bool success,) = asset.call(abi.encodeWithSignature("approve(address,uint256)", PERMIT2, type(uint256).max));
        assertTrue(success, "approved");
    }

    /// @dev An item that settles as it is.
    function permitItem(uint8 scheme, uint256 nonce, uint128 cap, uint128 charge)
        internal
        view
        returns (ISettlement.Item memory)
    {
        return permitItem(scheme, address(usdc), PAYER, nonce, cap, charge);
    }

    function permitItem(uint8 scheme, address asset, uint256 payerKey, uint256 nonce, uint128 cap, uint128 charge)
        internal
        view
        returns (ISettlement.Item memory item)
    {
        item = goodItem(asset, payerKey, HOST, bytes32(nonce), charge);
        item.receipt.scheme = scheme;
        item.receipt.cap = cap;
        item.receipt.paymentId = permitId(vm.addr(payerKey), nonce);
        item.paymentSignature = signPermit(item, payerKey);
        signReceipt(item);
    }

    function permitId(address payer, uint256 nonce) internal view returns (bytes32) {
        return keccak256(abi.encode(uint8(2), block.chainid, address(PERMIT2), payer, nonce));
    }

    function signPermit(ISettlement.Item memory item, uint256 payerKey) internal view returns (bytes memory) {
        bool exact = item.receipt.scheme == EXACT;
        return signPermit(item, payerKey, exact ? Permit2Call.EXACT_PROXY : Permit2Call.UPTO_PROXY, address(settlement));
    }

    function signPermit(ISettlement.Item memory item, uint256 payerKey, address spender, address facilitator)
        internal
        view
        returns (bytes memory)
    {
        bool exact = item.receipt.scheme == EXACT;
        bytes32 permitted =
            keccak256(abi.encode(TOKEN_PERMISSIONS_TYPEHASH, item.receipt.asset, uint256(item.receipt.cap)));
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(bytes(string.concat(PERMIT_TYPE, exact ? EXACT_WITNESS_TYPE : UPTO_WITNESS_TYPE))),
                permitted,
                spender,
                uint256(item.nonce),
                item.validBefore,
                exact ? exactWitness(item) : uptoWitness(item, facilitator)
            )
        );
        return sign(payerKey, keccak256(abi.encodePacked(hex"1901", PERMIT2.DOMAIN_SEPARATOR(), structHash)));
    }

    function exactWitness(ISettlement.Item memory item) private pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes(EXACT_WITNESS_TYPE)), item.receipt.payTo, item.validAfter));
    }

    function uptoWitness(ISettlement.Item memory item, address facilitator) private pure returns (bytes32) {
        return
            keccak256(abi.encode(keccak256(bytes(UPTO_WITNESS_TYPE)), item.receipt.payTo, facilitator, item.validAfter));
    }
}
