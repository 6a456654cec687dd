package io.verigrad.x402;

/**
 * Why a payment is refused. The codes are those of the TypeScript and Go reference; where the reference throws, those of
 * the specification (x402 v2, section 9).
 */
public enum Reason {
    INVALID_X402_VERSION("invalid_x402_version"),
    INVALID_PAYLOAD("invalid_payload"),
    INVALID_PAYMENT_REQUIREMENTS("invalid_payment_requirements"),
    INVALID_NETWORK("invalid_network"),
    UNSUPPORTED_SCHEME("unsupported_scheme"),
    UNSUPPORTED_PAYLOAD_TYPE("unsupported_payload_type"),
    UNEXPECTED_VERIFY_ERROR("unexpected_verify_error"),
    UNEXPECTED_SETTLE_ERROR("unexpected_settle_error"),
    SETTLEMENT_PENDING("settlement_pending"),
    INVALID_TRANSACTION_STATE("invalid_transaction_state"),
    ASSET_NOT_DEPLOYED_CONTRACT("asset_not_deployed_contract"),

    EXACT_SCHEME("invalid_exact_evm_scheme"),
    EXACT_NETWORK_MISMATCH("invalid_exact_evm_network_mismatch"),
    EXACT_MISSING_EIP712_DOMAIN("invalid_exact_evm_missing_eip712_domain"),
    EXACT_SIGNATURE("invalid_exact_evm_signature"),
    EXACT_RECIPIENT_MISMATCH("invalid_exact_evm_recipient_mismatch"),
    EXACT_VALID_BEFORE("invalid_exact_evm_payload_authorization_valid_before"),
    EXACT_VALID_AFTER("invalid_exact_evm_payload_authorization_valid_after"),
    EXACT_VALUE_MISMATCH("invalid_exact_evm_payload_authorization_value_mismatch"),
    /** The name of {@link #EXACT_VALUE_MISMATCH} for payments of version 1. */
    EXACT_VALUE_V1("invalid_exact_evm_authorization_value"),
    EXACT_NONCE_ALREADY_USED("invalid_exact_evm_nonce_already_used"),
    EXACT_INSUFFICIENT_BALANCE("invalid_exact_evm_insufficient_balance"),
    EXACT_SIMULATION_FAILED("invalid_exact_evm_transaction_simulation_failed"),
    EXACT_TRANSACTION_FAILED("invalid_exact_evm_transaction_failed"),
    EXACT_TRANSFER_EVENT_MISMATCH("invalid_exact_evm_transfer_event_mismatch"),
    EXACT_UNDEPLOYED_WALLET("invalid_exact_evm_payload_undeployed_smart_wallet"),
    FACTORY_NOT_ALLOWED("eip6492_factory_not_allowed"),
    WALLET_DEPLOYMENT_FAILED("smart_wallet_deployment_failed"),

    PERMIT2_SPENDER("invalid_permit2_spender"),
    PERMIT2_RECIPIENT_MISMATCH("invalid_permit2_recipient_mismatch"),
    PERMIT2_SIGNATURE("invalid_permit2_signature"),
    PERMIT2_DEADLINE_EXPIRED("permit2_deadline_expired"),
    PERMIT2_NOT_YET_VALID("permit2_not_yet_valid"),
    PERMIT2_AMOUNT_MISMATCH("permit2_amount_mismatch"),
    PERMIT2_TOKEN_MISMATCH("permit2_token_mismatch"),
    PERMIT2_ALLOWANCE_REQUIRED("permit2_allowance_required"),
    PERMIT2_INSUFFICIENT_BALANCE("permit2_insufficient_balance"),
    PERMIT2_INVALID_NONCE("permit2_invalid_nonce"),
    PERMIT2_PROXY_NOT_DEPLOYED("permit2_proxy_not_deployed"),
    PERMIT2_SIMULATION_FAILED("permit2_simulation_failed"),
    PERMIT2_2612_AMOUNT_MISMATCH("permit2_2612_amount_mismatch"),
    /** Ours: the reference declares the extension and does nothing about it. */
    PAYMENT_IDENTIFIER_CONFLICT("payment_identifier_conflict"),
    EIP2612_FORMAT("invalid_eip2612_extension_format"),
    EIP2612_FROM_MISMATCH("eip2612_from_mismatch"),
    EIP2612_ASSET_MISMATCH("eip2612_asset_mismatch"),
    EIP2612_SPENDER_NOT_PERMIT2("eip2612_spender_not_permit2"),
    EIP2612_DEADLINE_EXPIRED("eip2612_deadline_expired"),

    UPTO_SCHEME("invalid_upto_evm_scheme"),
    UPTO_NETWORK_MISMATCH("invalid_upto_evm_network_mismatch"),
    UPTO_FACILITATOR_MISMATCH("upto_facilitator_mismatch"),
    UPTO_TRANSACTION_FAILED("invalid_upto_evm_transaction_failed"),
    UPTO_SETTLEMENT_EXCEEDS_AMOUNT("invalid_upto_evm_payload_settlement_exceeds_amount"),

    BATCH_SCHEME("invalid_batch_settlement_evm_scheme"),
    BATCH_NETWORK_MISMATCH("invalid_batch_settlement_evm_network_mismatch"),
    BATCH_PAYLOAD_TYPE("invalid_batch_settlement_evm_payload_type"),
    BATCH_CHANNEL_ID_MISMATCH("invalid_batch_settlement_evm_channel_id_mismatch"),
    BATCH_RECEIVER_MISMATCH("invalid_batch_settlement_evm_receiver_mismatch"),
    BATCH_RECEIVER_AUTHORIZER_MISMATCH("invalid_batch_settlement_evm_receiver_authorizer_mismatch"),
    BATCH_TOKEN_MISMATCH("invalid_batch_settlement_evm_token_mismatch"),
    BATCH_WITHDRAW_DELAY_MISMATCH("invalid_batch_settlement_evm_withdraw_delay_mismatch"),
    BATCH_WITHDRAW_DELAY_OUT_OF_RANGE("invalid_batch_settlement_evm_withdraw_delay_out_of_range"),
    BATCH_VOUCHER_SIGNATURE("invalid_batch_settlement_evm_voucher_signature"),
    BATCH_CHANNEL_NOT_FOUND("invalid_batch_settlement_evm_channel_not_found"),
    BATCH_CUMULATIVE_EXCEEDS_BALANCE("invalid_batch_settlement_evm_cumulative_exceeds_balance"),
    BATCH_CUMULATIVE_MISMATCH("invalid_batch_settlement_evm_cumulative_amount_mismatch"),
    BATCH_CHANNEL_BUSY("invalid_batch_settlement_evm_channel_busy"),
    BATCH_CUMULATIVE_BELOW_CLAIMED("invalid_batch_settlement_evm_cumulative_below_claimed"),
    BATCH_MISSING_EIP712_DOMAIN("invalid_batch_settlement_evm_missing_eip712_domain"),
    BATCH_ERC3009_REQUIRED("invalid_batch_settlement_evm_erc3009_authorization_required"),
    BATCH_VALID_BEFORE("invalid_batch_settlement_evm_payload_authorization_valid_before"),
    BATCH_VALID_AFTER("invalid_batch_settlement_evm_payload_authorization_valid_after"),
    BATCH_RECEIVE_SIGNATURE("invalid_batch_settlement_evm_receive_authorization_signature"),
    BATCH_FACTORY_NOT_ALLOWED("invalid_batch_settlement_evm_eip6492_factory_not_allowed"),
    BATCH_INSUFFICIENT_BALANCE("invalid_batch_settlement_evm_insufficient_balance"),
    BATCH_DEPOSIT_BELOW_MIN("invalid_batch_settlement_evm_deposit_below_min_deposit"),
    BATCH_DEPOSIT_SIMULATION("invalid_batch_settlement_evm_deposit_simulation_failed"),
    BATCH_DEPOSIT_TRANSACTION("invalid_batch_settlement_evm_deposit_transaction_failed"),
    BATCH_AUTHORIZER_NOT_CONFIGURED("invalid_batch_settlement_evm_authorizer_not_configured"),
    BATCH_CLAIM_SIMULATION("invalid_batch_settlement_evm_claim_simulation_failed"),
    BATCH_CLAIM_TRANSACTION("invalid_batch_settlement_evm_claim_transaction_failed"),
    BATCH_NOTHING_TO_SETTLE("invalid_batch_settlement_evm_nothing_to_settle"),
    BATCH_SETTLE_SIMULATION("invalid_batch_settlement_evm_settle_simulation_failed"),
    BATCH_SETTLE_TRANSACTION("invalid_batch_settlement_evm_settle_transaction_failed"),
    BATCH_REFUND_NO_BALANCE("invalid_batch_settlement_evm_refund_no_balance"),
    BATCH_REFUND_SIMULATION("invalid_batch_settlement_evm_refund_simulation_failed"),
    BATCH_REFUND_TRANSACTION("invalid_batch_settlement_evm_refund_transaction_failed");

    private final String code;

    Reason(String code) {
        this.code = code;
    }

    /** The code on the wire. */
    public String code() {
        return code;
    }

    @Override
    public String toString() {
        return code;
    }
}
