package io.verigrad.payment.chain;

import io.verigrad.chain.DeployingTransfer;
import io.verigrad.chain.PaymentTransfer;
import io.verigrad.chain.Permit2Transfer;
import io.verigrad.chain.PermittingTransfer;
import io.verigrad.chain.TransferWithAuthorization;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip2612Permit;
import io.verigrad.x402.ExactEvmPayload;
import io.verigrad.x402.PayerProof;
import io.verigrad.x402.Permit2Authorization;
import io.verigrad.x402.Permit2Payload;
import io.verigrad.x402.SignedPayment;
import io.verigrad.x402.Verification;
import java.util.function.Predicate;

/**
 * A payment that was verified as far as that goes without a chain, with the call that takes its money.
 *
 * @param digest what was signed
 */
public record SignedTransfer(Scheme scheme, PaymentTransfer transfer, Hash32 digest, PayerProof proof) {
    /**
     * The call for a payment.
     *
     * @param value what is taken, at most what was signed
     * @param isTrusted the factories that may be called to make a payer's wallet
     */
    public static SignedTransfer of(
            Verification.Valid valid, Scheme scheme, Address asset, TokenAmount value, Predicate<Address> isTrusted) {
        PaymentTransfer plain =
                call(valid.payment(), asset, value, valid.proof().onChain());
        PaymentTransfer transfer =
                valid.proof() instanceof PayerProof.Counterfactual(Address factory, Bytes call, var ignored)
                                && plain instanceof TransferWithAuthorization authorization
                                && isTrusted.test(factory)
                        ? new DeployingTransfer(factory, call, authorization)
                        : plain;
        return new SignedTransfer(scheme, transfer, valid.digest(), valid.proof());
    }

    /** The same, with the token shown the payer's permit first. */
    public SignedTransfer permitted(Eip2612Permit permit) {
        return transfer instanceof Permit2Transfer plain
                ? new SignedTransfer(
                        scheme, new PermittingTransfer(plain, permit.deadline(), permit.signature()), digest, proof)
                : this;
    }

    /** The call for a payment whose payer can pay by itself. */
    public static PaymentTransfer call(SignedPayment payment, Address asset, TokenAmount value, Bytes signature) {
        return switch (payment) {
            case ExactEvmPayload eip3009 ->
                new TransferWithAuthorization(
                        asset,
                        eip3009.payer(),
                        eip3009.payee(),
                        value,
                        eip3009.validAfter(),
                        eip3009.validBefore(),
                        eip3009.nonce(),
                        signature);
            case Permit2Payload permit2 -> call(permit2.authorization(), value, signature);
        };
    }

    private static Permit2Transfer call(Permit2Authorization signed, TokenAmount value, Bytes signature) {
        return new Permit2Transfer(
                signed.spender(),
                signed.token(),
                signed.from(),
                signed.witness().to(),
                signed.amount(),
                value,
                signed.nonce(),
                signed.deadline(),
                signed.witness().validAfter(),
                signed.witness().facilitator(),
                signature);
    }
}
