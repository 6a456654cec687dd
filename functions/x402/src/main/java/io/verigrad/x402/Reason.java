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
    EXACT_TRANSFER_EVENT_MISMATCH("invalid_exact_evm_transfer_event_mismatch");

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
