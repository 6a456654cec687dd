// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";

/// @notice Models and their versions, kept by their owners; nothing is ever erased.
/// @dev The one upgradeable contract: its address is what people know, what it says about models will grow, and it holds no
/// money. Only a proposal changes its code, after the timelock's delay; until then nobody but an owner has a power here.
contract ModelRegistry is AccessManagedUpgradeable, UUPSUpgradeable, IModelRegistry {
    /// @dev Receipts claim at most WEIGHTS_BOUND; higher levels exist only in verdicts about a receipt.
    uint8 private constant MAX_ASSURANCE = 3;
    uint256 private constant MAX_NAME = 64;

    mapping(bytes32 modelId => Model) private _models;
    mapping(bytes32 modelId => address) private _offeredTo;
    mapping(bytes32 modelId => mapping(uint32 version => Version)) private _versions;
    mapping(bytes32 modelId => mapping(bytes32 manifestDigest => uint32 version)) private _byDigest;
    mapping(bytes32 modelId => mapping(uint32 version => mapping(address asset => Price))) private _prices;

    modifier onlyOwnerOf(bytes32 modelId) {
        address owner = _models[modelId].owner;
        require(owner != address(0), ModelRegistryUnknownModel(modelId));
        require(owner == msg.sender, ModelRegistryNotOwner(modelId, msg.sender));
        _;
    }

    /// @dev The code itself is nobody's: only a proxy has an authority.
    constructor() {
        _disableInitializers();
    }

    /// @notice Binds a proxy to the authority that may change its code; once.
    function initialize(address authority) external initializer {
        __AccessManaged_init(authority);
    }

    /// @inheritdoc IModelRegistry
    function publish(string calldata name) external returns (bytes32 modelId) {
        uint256 length = bytes(name).length;
        require(length != 0 && length <= MAX_NAME, ModelRegistryBadName(length));
        // The id depends on the publisher, so nobody can take a name away from him first.
        modelId = idOf(msg.sender, name);
        require(_models[modelId].owner == address(0), ModelRegistryKnownModel(modelId));
        _models[modelId].owner = msg.sender;
        emit ModelPublished(modelId, msg.sender, name);
    }

    /// @inheritdoc IModelRegistry
    function publishVersion(bytes32 modelId, bytes32 manifestDigest, address host, uint8 assurance)
        external
        onlyOwnerOf(modelId)
        returns (uint32 version)
    {
        require(_models[modelId].deprecatedAt == 0, ModelRegistryDeprecated(modelId, 0));
        require(manifestDigest != 0, ModelRegistryBadDigest(manifestDigest));
        require(_byDigest[modelId][manifestDigest] == 0, ModelRegistryKnownDigest(modelId, manifestDigest));
        require(host != address(0), ModelRegistryBadHost());
        require(assurance <= MAX_ASSURANCE, ModelRegistryBadAssurance(assurance));

        version = ++_models[modelId].latest;
        _byDigest[modelId][manifestDigest] = version;
        _versions[modelId][version] = Version(manifestDigest, host, assurance, uint40(block.timestamp), 0, msg.sender);
        emit VersionPublished(modelId, version, manifestDigest, msg.sender, host, assurance);
    }

    /// @inheritdoc IModelRegistry
    function setPrice(bytes32 modelId, uint32 version, address asset, Price calldata price)
        external
        onlyOwnerOf(modelId)
    {
        _requireLive(modelId, version);
        require(asset != address(0), ModelRegistryBadAsset());
        _prices[modelId][version][asset] = price;
        emit PriceSet(modelId, version, asset, price);
    }

    /// @inheritdoc IModelRegistry
    function setHost(bytes32 modelId, uint32 version, address host) external onlyOwnerOf(modelId) {
        _requireLive(modelId, version);
        require(host != address(0), ModelRegistryBadHost());
        _versions[modelId][version].host = host;
        emit HostChanged(modelId, version, host);
    }

    /// @inheritdoc IModelRegistry
    function deprecateVersion(bytes32 modelId, uint32 version) external onlyOwnerOf(modelId) {
        _requireLive(modelId, version);
        _versions[modelId][version].deprecatedAt = uint40(block.timestamp);
        emit VersionDeprecated(modelId, version);
    }

    /// @inheritdoc IModelRegistry
    function deprecate(bytes32 modelId) external onlyOwnerOf(modelId) {
        require(_models[modelId].deprecatedAt == 0, ModelRegistryDeprecated(modelId, 0));
        _models[modelId].deprecatedAt = uint48(block.timestamp);
        emit ModelDeprecated(modelId);
    }

    /// @inheritdoc IModelRegistry
    function offerOwnership(bytes32 modelId, address newOwner) external onlyOwnerOf(modelId) {
        _offeredTo[modelId] = newOwner;
        emit ModelOwnershipOffered(modelId, newOwner);
    }

    /// @inheritdoc IModelRegistry
    function acceptOwnership(bytes32 modelId) external {
        address newOwner = _offeredTo[modelId];
        require(newOwner != address(0) && newOwner == msg.sender, ModelRegistryNotOffered(modelId, msg.sender));
        delete _offeredTo[modelId];
        emit ModelOwnershipTransferred(modelId, _models[modelId].owner, msg.sender);
        _models[modelId].owner = msg.sender;
    }

    /// @inheritdoc IModelRegistry
    function modelOf(bytes32 modelId) external view returns (Model memory) {
        return _models[modelId];
    }

    /// @inheritdoc IModelRegistry
    function versionByDigest(bytes32 modelId, bytes32 manifestDigest) external view returns (uint32) {
        return _byDigest[modelId][manifestDigest];
    }

    /// @inheritdoc IModelRegistry
    function priceOf(bytes32 modelId, uint32 version, address asset) external view returns (Price memory price) {
        price = _prices[modelId][version][asset];
        if (versionOf(modelId, version).deprecatedAt != 0) price.offered = false;
    }

    /// @inheritdoc IModelRegistry
    function offeredTo(bytes32 modelId) external view returns (address) {
        return _offeredTo[modelId];
    }

    /// @inheritdoc IModelRegistry
    function versionOf(bytes32 modelId, uint32 version) public view returns (Version memory found) {
        found = _versions[modelId][version];
        uint48 deprecatedAt = _models[modelId].deprecatedAt;
        if (found.publishedAt != 0 && found.deprecatedAt == 0) found.deprecatedAt = uint40(deprecatedAt);
    }

    /// @inheritdoc IModelRegistry
    function idOf(address publisher, string calldata name) public pure returns (bytes32) {
        return keccak256(abi.encode(publisher, name));
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _requireLive(bytes32 modelId, uint32 version) private view {
        Version memory found = versionOf(modelId, version);
        require(found.publishedAt != 0, ModelRegistryUnknownVersion(modelId, version));
        require(found.deprecatedAt == 0, ModelRegistryDeprecated(modelId, version));
    }
}
