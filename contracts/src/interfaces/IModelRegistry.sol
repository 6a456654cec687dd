// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Who publishes which model in which version, who is paid for it and what it costs; each answer is O(1).
/// @dev Prices are what a publisher announces. A call is bound by the offer that an enclave signed, never by this table.
interface IModelRegistry {
    /// @notice A model; `latest` counts its versions from one, `deprecatedAt` is zero while it lives.
    struct Model {
        address owner;
        uint32 latest;
        uint48 deprecatedAt;
    }

    /// @notice One version; `host` is whom Settlement pays, `assurance` the level that its runner can reach.
    struct Version {
        bytes32 manifestDigest;
        address host;
        uint8 assurance;
        uint40 publishedAt;
        uint40 deprecatedAt;
        address publisher;
    }

    /// @notice Atomic units of an asset: per call, per input unit and per output unit.
    struct Price {
        bool offered;
        uint80 flat;
        uint80 inputUnit;
        uint80 outputUnit;
    }

    event ModelPublished(bytes32 indexed modelId, address indexed owner, string name);
    event VersionPublished(
        bytes32 indexed modelId,
        uint32 indexed version,
        bytes32 indexed manifestDigest,
        address publisher,
        address host,
        uint8 assurance
    );
    event PriceSet(bytes32 indexed modelId, uint32 indexed version, address indexed asset, Price price);
    event HostChanged(bytes32 indexed modelId, uint32 indexed version, address host);
    event VersionDeprecated(bytes32 indexed modelId, uint32 indexed version);
    event ModelDeprecated(bytes32 indexed modelId);
    event ModelOwnershipOffered(bytes32 indexed modelId, address indexed newOwner);
    event ModelOwnershipTransferred(bytes32 indexed modelId, address indexed previousOwner, address indexed newOwner);

    error ModelRegistryBadName(uint256 length);
    error ModelRegistryKnownModel(bytes32 modelId);
    error ModelRegistryUnknownModel(bytes32 modelId);
    error ModelRegistryUnknownVersion(bytes32 modelId, uint32 version);
    error ModelRegistryDeprecated(bytes32 modelId, uint32 version);
    error ModelRegistryNotOwner(bytes32 modelId, address caller);
    error ModelRegistryNotOffered(bytes32 modelId, address caller);
    error ModelRegistryBadDigest(bytes32 manifestDigest);
    error ModelRegistryKnownDigest(bytes32 modelId, bytes32 manifestDigest);
    error ModelRegistryBadHost();
    error ModelRegistryBadAsset();
    error ModelRegistryBadAssurance(uint8 assurance);

    /// @notice Opens a model under the caller's own name space, without a version yet.
    function publish(string calldata name) external returns (bytes32 modelId);

    /// @notice Adds a version, which becomes the latest.
    function publishVersion(bytes32 modelId, bytes32 manifestDigest, address host, uint8 assurance)
        external
        returns (uint32 version);

    /// @notice Announces the price of a version in an asset, or that it is no longer offered in it.
    function setPrice(bytes32 modelId, uint32 version, address asset, Price calldata price) external;

    /// @notice Names another account to be paid for a version from now on.
    function setHost(bytes32 modelId, uint32 version, address host) external;

    /// @notice Says for ever that a version should not be used any more.
    function deprecateVersion(bytes32 modelId, uint32 version) external;

    /// @notice Says for ever that no version of a model should be used any more; none can be added.
    function deprecate(bytes32 modelId) external;

    /// @notice Offers a model to another owner; the zero address withdraws the offer.
    function offerOwnership(bytes32 modelId, address newOwner) external;

    /// @notice Takes over a model that was offered to the caller.
    function acceptOwnership(bytes32 modelId) external;

    /// @notice Id of the model that `publisher` opened, or would open, under `name`.
    function idOf(address publisher, string calldata name) external pure returns (bytes32);

    /// @notice A model; all zero for an unknown id.
    function modelOf(bytes32 modelId) external view returns (Model memory);

    /// @notice A version; all zero for an unknown one; `deprecatedAt` covers the version and its model.
    function versionOf(bytes32 modelId, uint32 version) external view returns (Version memory);

    /// @notice Number of the version of this model with this manifest; zero where there is none.
    function versionByDigest(bytes32 modelId, bytes32 manifestDigest) external view returns (uint32);

    /// @notice Announced price of a version in an asset; `offered` is false once it is deprecated.
    function priceOf(bytes32 modelId, uint32 version, address asset) external view returns (Price memory);

    /// @notice Account to which the ownership is offered; zero where to none.
    function offeredTo(bytes32 modelId) external view returns (address);
}
