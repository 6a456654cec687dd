// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Payment channels of x402's scheme `batch-settlement`: the interface of the published `x402BatchSettlement`.
/// @dev Names, order and types of functions, events and errors are x402's, so that its clients read and write them.
interface IBatchSettlement {
    /// @notice What a channel is; its id is the EIP-712 digest of this.
    /// @param payerAuthorizer key that signs vouchers; zero lets the payer's own key or contract sign
    /// @param receiverAuthorizer may claim and refund, beside the receiver
    /// @param withdrawDelay seconds from a payer's wish to withdraw to its money
    struct ChannelConfig {
        address payer;
        address payerAuthorizer;
        address receiver;
        address receiverAuthorizer;
        address token;
        uint40 withdrawDelay;
        bytes32 salt;
    }

    /// @notice What a payer signs: all claims of the channel together may reach this amount.
    struct Voucher {
        ChannelConfig channel;
        uint128 maxClaimableAmount;
    }

    /// @notice A voucher, and the total up to which it is used.
    struct VoucherClaim {
        Voucher voucher;
        bytes signature;
        uint128 totalClaimed;
    }

    event ChannelCreated(bytes32 indexed channelId, ChannelConfig config);
    event ChannelClosed(bytes32 indexed channelId, ChannelConfig config);
    event Deposited(bytes32 indexed channelId, address indexed sender, uint128 amount, uint128 newBalance);
    event Claimed(bytes32 indexed channelId, address indexed sender, uint128 claimAmount, uint128 newTotalClaimed);
    event Settled(address indexed receiver, address indexed token, address indexed sender, uint128 amount);
    event Refunded(bytes32 indexed channelId, address indexed sender, uint128 amount);
    event WithdrawInitiated(bytes32 indexed channelId, uint128 amount, uint40 finalizeAfter);
    event WithdrawFinalized(bytes32 indexed channelId, address indexed sender, uint128 amount);

    error InvalidChannel();
    error ZeroDeposit();
    error DepositOverflow();
    error InvalidSignature();
    error NotReceiverAuthorizer();
    error NotAuthorizedToClaim();
    error NotAuthorizedToRefund();
    error ClaimExceedsCeiling();
    error ClaimExceedsBalance();
    error WithdrawalAlreadyPending();
    error WithdrawalNotPending();
    error NotAuthorizedToFinalizeWithdraw();
    error WithdrawDelayNotElapsed();
    error NothingToWithdraw();
    error WithdrawAmountExceedsAvailable();
    error WithdrawDelayOutOfRange();
    error EmptyBatch();
    error DepositCollectionFailed();
    error InvalidCollector();
    error InvalidRefundNonce();
    error ZeroRefund();

    /// @notice Adds exactly `amount` to a channel, brought by `collector`; anybody may send the payer's signature.
    function deposit(ChannelConfig calldata config, uint128 amount, address collector, bytes calldata collectorData)
        external;

    /// @notice Takes vouchers up to their `totalClaimed`; the caller is receiver or authorizer of every channel.
    function claim(VoucherClaim[] calldata voucherClaims) external;

    /// @notice The same for anybody who has the signature of the one authorizer of all these channels.
    function claimWithSignature(VoucherClaim[] calldata voucherClaims, bytes calldata authorizerSignature) external;

    /// @notice Sends a receiver what was claimed for it and not sent yet; anybody may ask for it.
    function settle(address receiver, address token) external;

    /// @notice Starts the payer's way out, which the receiver's side cannot stop, only claim before its end.
    function initiateWithdraw(ChannelConfig calldata config, uint128 amount) external;

    /// @notice Ends it after the delay: the payer gets the amount, or what is left unclaimed of it.
    function finalizeWithdraw(ChannelConfig calldata config) external;

    /// @notice Gives unclaimed money back at once, by decision of the receiver's side.
    function refund(ChannelConfig calldata config, uint128 amount) external;

    /// @notice The same for anybody who has the authorizer's signature with the channel's next nonce.
    function refundWithSignature(
        ChannelConfig calldata config,
        uint128 amount,
        uint256 nonce,
        bytes calldata receiverAuthorizerSignature
    ) external;

    /// @notice Money in the channel, claimed part included, and the claimed part.
    function channels(bytes32 channelId) external view returns (uint128 balance, uint128 totalClaimed);

    /// @notice The withdrawal that the payer waits for; zero where there is none.
    function pendingWithdrawals(bytes32 channelId) external view returns (uint128 amount, uint40 initiatedAt);

    /// @notice What was ever claimed for a receiver in a token, and what of it was sent.
    function receivers(address receiver, address token)
        external
        view
        returns (uint128 totalClaimed, uint128 totalSettled);

    /// @notice Nonce of the next refund by signature; every refund uses one up.
    function refundNonce(bytes32 channelId) external view returns (uint256);

    /// @notice EIP-712 digest of a configuration.
    function getChannelId(ChannelConfig calldata config) external view returns (bytes32);

    /// @notice What the payer signs.
    function getVoucherDigest(bytes32 channelId, uint128 maxClaimableAmount) external view returns (bytes32);

    /// @notice What the authorizer signs to refund.
    function getRefundDigest(bytes32 channelId, uint256 nonce, uint128 amount) external view returns (bytes32);

    /// @notice What the authorizer signs to claim.
    function getClaimBatchDigest(VoucherClaim[] calldata voucherClaims) external view returns (bytes32);
}
