package io.verigrad.payment.facilitator;

import io.verigrad.chain.PaymentTransfer;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.transaction.Log;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.crypto.Sha256;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.payment.chain.SignedTransfer;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.ExactEvmPayload;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.Permit2Payload;
import io.verigrad.x402.SchemeReasons;
import io.verigrad.x402.SignedPayment;
import java.util.List;
import java.util.Optional;

/**
 * The transfer that settles one payment, with what names it and what proves it. Nothing about it is verified.
 *
 * @param value what is taken; of {@code upto} it may be less than what was signed, and before it is verified more
 */
record Transfer(SignedPayment payment, Scheme scheme, Address asset, TokenAmount value) {
    /** Where payer and payee begin in a subject. */
    static final int PAYER = 32;

    static final int PAYEE = 52;

    private static final Hash32 TRANSFER = Selector.topic("Transfer(address,address,uint256)");

    static Transfer of(FacilitatorRequest request) throws PaymentFormatException {
        SignedPayment payment = EvmSchemes.parse(request.paymentPayload());
        Scheme scheme = switch (payment) {
            case ExactEvmPayload ignored -> Scheme.EXACT_EIP3009;
            case Permit2Payload permit2 -> namedFacilitator(permit2).isPresent() ? Scheme.UPTO : Scheme.EXACT_PERMIT2;
        };
        TokenAmount value =
                scheme == Scheme.UPTO ? request.paymentRequirements().amount() : payment.amount();
        return new Transfer(payment, scheme, request.paymentRequirements().asset(), value);
    }

    /** The account that the payer lets take the money, where it names one. */
    static Optional<Address> namedFacilitator(SignedPayment payment) {
        return switch (payment) {
            case ExactEvmPayload ignored -> Optional.empty();
            case Permit2Payload permit2 -> permit2.authorization().witness().facilitator();
        };
    }

    Address payer() {
        return payment.payer();
    }

    SchemeReasons reasons() {
        return SchemeReasons.of(scheme);
    }

    /** What the answer says was taken, for the scheme where that may be less than what was signed. */
    Optional<TokenAmount> amountTaken() {
        return scheme == Scheme.UPTO ? Optional.of(value) : Optional.empty();
    }

    /** What burns the payment's nonce, whoever makes the payer's wallet. */
    PaymentTransfer call() {
        return SignedTransfer.call(payment, asset, value, payment.signature());
    }

    /**
     * Names this very transfer, signature included, and who pays whom: the same payload is settled once, another one is
     * another.
     */
    Bytes subject() {
        byte[] payload = CanonicalJson.encode(Json.tree(payment));
        Bytes name = Sha256.hash(
                        asset.toArray(),
                        StructEncoder.untyped().uint(value).encoded().toArray(),
                        payload)
                .bytes();
        return Bytes.concat(name, payment.payer().bytes(), payment.payee().bytes());
    }

    /** Whether the token says that this money moved; a transaction that succeeded does not prove it. */
    boolean isIn(TransactionReceipt receipt) {
        List<Hash32> topics = List.of(TRANSFER, word(payment.payer()), word(payment.payee()));
        Bytes moved = StructEncoder.untyped().uint(value).encoded();
        return receipt.logs().contains(new Log(asset, topics, moved));
    }

    private static Hash32 word(Address address) {
        return new Hash32(StructEncoder.untyped().address(address).encoded());
    }
}
