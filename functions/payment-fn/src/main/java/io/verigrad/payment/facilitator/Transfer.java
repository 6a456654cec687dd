package io.verigrad.payment.facilitator;

import io.verigrad.chain.Chain;
import io.verigrad.chain.PaymentTransfer;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.transaction.Log;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.crypto.Sha256;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.payment.Refusal;
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
import io.verigrad.x402.Reason;
import io.verigrad.x402.SchemeReasons;
import io.verigrad.x402.SignedPayment;
import java.util.List;
import java.util.Optional;

/**
 * The transfer that settles one payment, with what names it and what proves it. Nothing about it is verified.
 *
 * @param value what is taken; of {@code upto} it may be less than what was signed, and before it is verified more
 */
record Transfer(SignedPayment payment, Scheme scheme, Address asset, TokenAmount value) implements Movement {
    private static final int KEY_SIGNATURE = 65;
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

    @Override
    public Address payer() {
        return payment.payer();
    }

    @Override
    public Address payee() {
        return payment.payee();
    }

    @Override
    public Optional<Address> namedSender() {
        return namedFacilitator(payment);
    }

    @Override
    public Reason refused() {
        return reasons().simulation();
    }

    @Override
    public Reason failed() {
        return reasons().transaction();
    }

    @Override
    public Optional<Refusal> spent(Chain chain) throws ChainUnavailableException {
        return chain.isSpent(call())
                ? Optional.of(Refusal.of(reasons().nonce(), "the authorization was used or cancelled elsewhere"))
                : Optional.empty();
    }

    @Override
    public Optional<Refusal> missing(TransactionReceipt receipt) {
        return isIn(receipt)
                ? Optional.empty()
                : Optional.of(Refusal.of(
                        Reason.EXACT_TRANSFER_EVENT_MISMATCH, "the transaction moved no money to the payee"));
    }

    /** Of the scheme where it may be less than what was signed. */
    @Override
    public Optional<TokenAmount> amount(TransactionReceipt receipt) {
        return scheme == Scheme.UPTO ? Optional.of(value) : Optional.empty();
    }

    /** What takes the money, with what the payer's wallet or token needs before. */
    Call call(PaymentTransfer transfer) {
        return Call.of(transfer, payment.signature().size() == KEY_SIGNATURE);
    }

    private SchemeReasons reasons() {
        return SchemeReasons.of(scheme);
    }

    /** What burns the payment's nonce, whoever makes the payer's wallet. */
    private PaymentTransfer call() {
        return SignedTransfer.call(payment, asset, value, payment.signature());
    }

    /**
     * Names this very transfer, signature included, and who pays whom: the same payload is settled once, another one is
     * another.
     */
    @Override
    public Bytes subject() {
        byte[] payload = CanonicalJson.encode(Json.tree(payment));
        Bytes name = Sha256.hash(
                        asset.toArray(),
                        StructEncoder.untyped().uint(value).encoded().toArray(),
                        payload)
                .bytes();
        return Bytes.concat(name, payment.payer().bytes(), payment.payee().bytes());
    }

    /** Whether the token says that this money moved; a transaction that succeeded does not prove it. */
    private boolean isIn(TransactionReceipt receipt) {
        List<Hash32> topics = List.of(TRANSFER, word(payment.payer()), word(payment.payee()));
        Bytes moved = StructEncoder.untyped().uint(value).encoded();
        return receipt.logs().contains(new Log(asset, topics, moved));
    }

    private static Hash32 word(Address address) {
        return new Hash32(StructEncoder.untyped().address(address).encoded());
    }
}
