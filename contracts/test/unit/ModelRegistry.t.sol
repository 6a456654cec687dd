// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {Test} from "../lib/Test.sol";

/// @notice What owners can say about their models, that others cannot, and that it stays cheap to ask.
contract ModelRegistryTest is Test {
    uint256 private constant START = 1_790_000_000;
    address private constant OWNER = address(0x0a);
    address private constant OTHER = address(0x0b);
    address private constant HOST = address(0x4057);
    address private constant USDC = address(0x05dc);
    bytes32 private constant DIGEST = keccak256("manifest");

    ModelRegistry private registry;
    bytes32 private id;

    function setUp() public {
        vm.warp(START);
        bytes memory start = abi.encodeCall(ModelRegistry.initialize, (address(this)));
        registry = ModelRegistry(address(new ERC1967Proxy(address(new ModelRegistry()), start)));
        vm.startPrank(OWNER);
        id = registry.publish("all-minilm-l6-v2");
        registry.publishVersion(id, DIGEST, HOST, 3);
        registry.setPrice(id, 1, USDC, price(true));
        vm.stopPrank();
    }

    function test_remembersAModel() public view {
        assertEq(id, registry.idOf(OWNER, "all-minilm-l6-v2"));
        IModelRegistry.Model memory model = registry.modelOf(id);
        assertEq(model.owner, OWNER);
        assertEq(model.latest, 1);
        assertEq(model.deprecatedAt, 0);
        IModelRegistry.Version memory version = registry.versionOf(id, 1);
        assertEq(version.manifestDigest, DIGEST);
        assertEq(version.host, HOST);
        assertEq(version.assurance, 3);
        assertEq(version.publishedAt, START);
        assertEq(version.deprecatedAt, 0);
        assertEq(version.publisher, OWNER);
        assertEq(registry.versionByDigest(id, DIGEST), 1);
        assertPrice(registry.priceOf(id, 1, USDC), price(true));
    }

    function test_knowsNothingOfWhatNobodyPublished(bytes32 other, uint32 version) public view {
        if (other == id) return;
        assertEq(registry.modelOf(other).owner, address(0));
        assertEq(registry.versionOf(other, version).publishedAt, 0);
        assertEq(registry.versionOf(id, 2).publishedAt, 0);
        assertTrue(!registry.priceOf(other, version, USDC).offered, "not offered");
        assertEq(registry.versionByDigest(other, DIGEST), 0);
    }

    function test_aNameBelongsToItsPublisher(address stranger, string calldata name) public {
        vm.assume(
            stranger != OWNER && stranger != OTHER && stranger != address(0) && bytes(name).length != 0
                && bytes(name).length <= 64
        );
        vm.prank(OTHER);
        bytes32 mine = registry.publish(name);
        vm.prank(stranger);
        bytes32 theirs = registry.publish(name);
        assertTrue(mine != theirs, "apart");
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryKnownModel.selector, theirs));
        registry.publish(name);
    }

    function test_aFormerOwnerCannotOpenTheModelAnew() public {
        handOver();
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryKnownModel.selector, id));
        registry.publish("all-minilm-l6-v2");
    }

    function test_refusesStrangers(address stranger) public {
        vm.assume(stranger != OWNER);
        bytes memory refusal = abi.encodeWithSelector(IModelRegistry.ModelRegistryNotOwner.selector, id, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        registry.publishVersion(id, "other", HOST, 0);
        vm.expectRevert(refusal);
        registry.setPrice(id, 1, USDC, price(true));
        vm.expectRevert(refusal);
        registry.setHost(id, 1, stranger);
        vm.expectRevert(refusal);
        registry.deprecateVersion(id, 1);
        vm.expectRevert(refusal);
        registry.deprecate(id);
        vm.expectRevert(refusal);
        registry.offerOwnership(id, stranger);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryNotOffered.selector, id, stranger));
        registry.acceptOwnership(id);
    }

    function test_nobodyTakesOverAModelThatDoesNotExist() public {
        vm.prank(address(0));
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistryNotOffered.selector, bytes32("none"), address(0))
        );
        registry.acceptOwnership("none");
        vm.prank(OTHER);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryUnknownModel.selector, bytes32("none")));
        registry.deprecate("none");
    }

    function test_refusesVersionsThatMakeNoSense() public {
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryBadDigest.selector, bytes32(0)));
        registry.publishVersion(id, 0, HOST, 0);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryKnownDigest.selector, id, DIGEST));
        registry.publishVersion(id, DIGEST, HOST, 0);
        vm.expectRevert(IModelRegistry.ModelRegistryBadHost.selector);
        registry.publishVersion(id, "other", address(0), 0);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryBadAssurance.selector, 4));
        registry.publishVersion(id, "other", HOST, 4);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryUnknownVersion.selector, id, 2));
        registry.setPrice(id, 2, USDC, price(true));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryUnknownVersion.selector, id, 0));
        registry.setHost(id, 0, HOST);
        vm.expectRevert(IModelRegistry.ModelRegistryBadHost.selector);
        registry.setHost(id, 1, address(0));
        vm.expectRevert(IModelRegistry.ModelRegistryBadAsset.selector);
        registry.setPrice(id, 1, address(0), price(true));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryBadName.selector, 0));
        registry.publish("");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryBadName.selector, 65));
        registry.publish("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    }

    function test_ownershipMovesWhenItIsAccepted() public {
        vm.prank(OWNER);
        registry.offerOwnership(id, OTHER);
        assertEq(registry.modelOf(id).owner, OWNER);
        assertEq(registry.offeredTo(id), OTHER);
        vm.prank(OWNER);
        registry.offerOwnership(id, address(0));
        vm.prank(OTHER);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryNotOffered.selector, id, OTHER));
        registry.acceptOwnership(id);

        handOver();

        assertEq(registry.modelOf(id).owner, OTHER);
        assertEq(registry.offeredTo(id), address(0));
        vm.prank(OTHER);
        registry.publishVersion(id, "second", OTHER, 1);
        assertEq(registry.versionOf(id, 1).publisher, OWNER);
        assertEq(registry.versionOf(id, 2).publisher, OTHER);
    }

    function test_deprecationOfAVersionIsForEver() public {
        vm.startPrank(OWNER);
        registry.publishVersion(id, "second", HOST, 0);
        registry.setPrice(id, 2, USDC, price(true));
        vm.warp(START + 5);
        registry.deprecateVersion(id, 1);
        vm.warp(START + 9);

        assertEq(registry.versionOf(id, 1).deprecatedAt, START + 5);
        assertTrue(!registry.priceOf(id, 1, USDC).offered, "the first is not offered");
        assertTrue(registry.priceOf(id, 2, USDC).offered, "the second is");
        bytes memory refusal = abi.encodeWithSelector(IModelRegistry.ModelRegistryDeprecated.selector, id, 1);
        vm.expectRevert(refusal);
        registry.setPrice(id, 1, USDC, price(true));
        vm.expectRevert(refusal);
        registry.deprecateVersion(id, 1);

        registry.deprecate(id);
        assertEq(registry.versionOf(id, 1).deprecatedAt, START + 5);
        assertEq(registry.versionOf(id, 2).deprecatedAt, START + 9);
        assertTrue(!registry.priceOf(id, 2, USDC).offered, "no version of it is offered");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryDeprecated.selector, id, 0));
        registry.publishVersion(id, "third", HOST, 0);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistryDeprecated.selector, id, 0));
        registry.deprecate(id);
    }

    function test_changesHostAndPriceOfOneVersionOnly(address host, IModelRegistry.Price memory next) public {
        vm.assume(host != address(0));
        vm.startPrank(OWNER);
        registry.publishVersion(id, "second", HOST, 0);
        registry.setHost(id, 2, host);
        registry.setPrice(id, 2, USDC, next);

        assertEq(registry.versionOf(id, 1).host, HOST);
        assertEq(registry.versionOf(id, 2).host, host);
        assertPrice(registry.priceOf(id, 1, USDC), price(true));
        assertPrice(registry.priceOf(id, 2, USDC), next);
        assertTrue(!registry.priceOf(id, 2, HOST).offered, "not in another asset");
    }

    function test_thousandsOfModelsMakeNoAnswerDearer() public {
        uint256 few = this.gasOfReads(id);
        bytes32 last;
        for (uint256 i = 0; i < 2000; ++i) {
            last = registry.publish(vm.toString(i));
            registry.publishVersion(last, keccak256(abi.encode(i)), HOST, 1);
        }
        for (uint256 i = 0; i < 500; ++i) {
            registry.publishVersion(last, keccak256(abi.encode("more", i)), HOST, 1);
        }
        assertEq(registry.modelOf(last).latest, 501);
        assertEq(registry.versionByDigest(last, keccak256(abi.encode("more", uint256(499)))), 501);
        assertTrue(this.gasOfReads(id) <= few, "the first is as cheap as before");
    }

    function gasOfReads(bytes32 modelId) external view returns (uint256) {
        uint256 before = gasleft();
        registry.modelOf(modelId);
        registry.versionOf(modelId, 1);
        registry.versionByDigest(modelId, DIGEST);
        registry.priceOf(modelId, 1, USDC);
        return before - gasleft();
    }

    function handOver() private {
        vm.prank(OWNER);
        registry.offerOwnership(id, OTHER);
        vm.prank(OTHER);
        registry.acceptOwnership(id);
    }

    function price(bool offered) private pure returns (IModelRegistry.Price memory) {
        return IModelRegistry.Price(offered, 1000, 3, 15);
    }

    function assertPrice(IModelRegistry.Price memory found, IModelRegistry.Price memory expected) private pure {
        assertEq(abi.encode(found), abi.encode(expected));
    }
}
