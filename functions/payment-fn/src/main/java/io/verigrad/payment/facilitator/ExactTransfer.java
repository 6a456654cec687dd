package io.verigrad.payment.facilitator;

import io.verigrad.chain.TransferWithAuthorization;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.transaction.Log;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.crypto.Sha256;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Authorization;
import io.verigrad.x402.ExactEvmPayload;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentFormatException;
import java.util.List;

/** The transfer that settles one payment, with what names it and what proves it. */
record ExactTransfer(TransferWithAuthorization transfer) {
    /** Where payer and payee begin in a subject, and its size. */
    private static final int PAYER = 32;

    private static final int PAYEE = 52;
    private static final int SUBJECT = 72;

    private static final Hash32 TRANSFER = Selector.topic("Transfer(address,address,uint256)");

    static ExactTransfer of(FacilitatorRequest request) throws PaymentFormatException {
        ExactEvmPayload payload = ExactEvmPayload.parse(request.paymentPayload().payload());
        Eip3009Authorization signed = payload.authorization();
        return new ExactTransfer(new TransferWithAuthorization(
                request.paymentRequirements().asset(),
                signed.from(),
                signed.to(),
                signed.value(),
                signed.validAfter(),
                signed.validBefore(),
                signed.nonce(),
                payload.signature()));
    }

    /**
     * Names this very transfer, signature included, and who pays whom: the same payload is settled once, another one is
     * another.
     */
    Bytes subject() {
        Bytes name = Sha256.hash(transfer.asset().toArray(), transfer.callData().toArray())
                .bytes();
        return Bytes.concat(name, transfer.from().bytes(), transfer.to().bytes());
    }

    boolean isOfSamePayer(Bytes subject) {
        return subject.size() == SUBJECT
                && subject.slice(PAYER, PAYEE).equals(transfer.from().bytes());
    }

    boolean isToSamePayee(Bytes subject) {
        return subject.size() == SUBJECT
                && subject.slice(PAYEE, SUBJECT).equals(transfer.to().bytes());
    }

    /** Whether the token says that this money moved; a transaction that succeeded does not prove it. */
    boolean isIn(TransactionReceipt receipt) {
        List<Hash32> topics = List.of(TRANSFER, word(transfer.from()), word(transfer.to()));
        Bytes value = StructEncoder.untyped().uint(transfer.value()).encoded();
        return receipt.logs().contains(new Log(transfer.asset(), topics, value));
    }

    private static Hash32 word(Address address) {
        return new Hash32(StructEncoder.untyped().address(address).encoded());
    }
}
