package io.verigrad.x402;

import io.verigrad.receipt.Scheme;

/**
 * What a scheme calls the same failure.
 *
 * @param signature the payer did not sign
 * @param amount the amount is not the one that is required
 * @param balance the payer has too little
 * @param nonce spent or cancelled before
 * @param simulation the chain would refuse the transfer for another reason
 * @param transaction the transaction failed
 */
public record SchemeReasons(
        Reason signature, Reason amount, Reason balance, Reason nonce, Reason simulation, Reason transaction) {
    private static final SchemeReasons EIP3009 = new SchemeReasons(
            Reason.EXACT_SIGNATURE,
            Reason.EXACT_VALUE_MISMATCH,
            Reason.EXACT_INSUFFICIENT_BALANCE,
            Reason.EXACT_NONCE_ALREADY_USED,
            Reason.EXACT_SIMULATION_FAILED,
            Reason.EXACT_TRANSACTION_FAILED);
    private static final SchemeReasons PERMIT2 = new SchemeReasons(
            Reason.PERMIT2_SIGNATURE,
            Reason.PERMIT2_AMOUNT_MISMATCH,
            Reason.PERMIT2_INSUFFICIENT_BALANCE,
            Reason.PERMIT2_INVALID_NONCE,
            Reason.PERMIT2_SIMULATION_FAILED,
            Reason.EXACT_TRANSACTION_FAILED);
    private static final SchemeReasons UPTO = new SchemeReasons(
            Reason.PERMIT2_SIGNATURE,
            Reason.PERMIT2_AMOUNT_MISMATCH,
            Reason.PERMIT2_INSUFFICIENT_BALANCE,
            Reason.PERMIT2_INVALID_NONCE,
            Reason.PERMIT2_SIMULATION_FAILED,
            Reason.UPTO_TRANSACTION_FAILED);

    /**
     * The reasons of a scheme.
     *
     * @throws IllegalArgumentException if it is none of EIP-3009 or Permit2
     */
    public static SchemeReasons of(Scheme scheme) {
        return switch (scheme) {
            case EXACT_EIP3009 -> EIP3009;
            case EXACT_PERMIT2 -> PERMIT2;
            case UPTO -> UPTO;
            default -> throw new IllegalArgumentException("expected a scheme of signed transfers, found " + scheme);
        };
    }

    /** The reasons with the one name that version 1 has for itself. */
    public SchemeReasons in(ProtocolVersion version) {
        return version == ProtocolVersion.V1
                ? new SchemeReasons(signature, Reason.EXACT_VALUE_V1, balance, nonce, simulation, transaction)
                : this;
    }
}
