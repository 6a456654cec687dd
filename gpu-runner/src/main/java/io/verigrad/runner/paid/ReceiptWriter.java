package io.verigrad.runner.paid;

import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.ReceiptIssuer;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.function.Consumer;

/** Writes down what happened in one call and has the enclave sign it. */
public final class ReceiptWriter {
    private final Enclave enclave;
    private final ReceiptIssuer issuer;
    private final Hash32 runtimeDigest;

    /**
     * @param runtimeDigest digest of the runtime image
     */
    public ReceiptWriter(Enclave enclave, ReceiptIssuer issuer, Hash32 runtimeDigest) {
        this.enclave = enclave;
        this.issuer = issuer;
        this.runtimeDigest = runtimeDigest;
    }

    /** The events of an answer to that request. */
    AnswerEvents events(Hash32 requestHash, Consumer<byte[]> out, Runnable made) {
        return new AnswerEvents(requestHash, issuer::sign, out, made);
    }

    SignedReceipt write(PaidRun.Call call, Job job, Answer answer, Hash32 responseHash) {
        Payment payment = call.payment();
        TokenAmount cap = payment.terms().amount();
        TokenAmount charge =
                call.offer().offer().charge(payment.scheme(), cap, answer.inputUnits(), answer.outputUnits());
        return issuer.issue(
                (sequence, issuedAt) -> new Receipt(
                        call.requestHash(),
                        responseHash,
                        call.product().modelDigest(),
                        job.parametersHash(),
                        runtimeDigest,
                        call.offer().offer().structHash(),
                        payment.id(),
                        call.clientNonce(),
                        payment.payer(),
                        payment.terms().payTo(),
                        payment.terms().asset(),
                        enclave.address(),
                        cap,
                        charge,
                        answer.inputUnits(),
                        answer.outputUnits(),
                        sequence,
                        issuedAt,
                        payment.scheme(),
                        answer.finish(),
                        call.product().assurance(enclave.assurance())),
                call.offer());
    }

    /** The receipt of an answer to a contract: who asked pays what the offer says, out of what it put into escrow. */
    SignedReceipt answer(ContractRequest request, Product product, SignedOffer offer, Job job, Answer answer) {
        TokenAmount charge =
                offer.offer().charge(Scheme.REQUEST, request.price(), answer.inputUnits(), answer.outputUnits());
        return issuer.issue(
                (sequence, issuedAt) -> new Receipt(
                        request.requestHash(),
                        ContentHash.response(answer.body()),
                        product.modelDigest(),
                        job.parametersHash(),
                        runtimeDigest,
                        offer.offer().structHash(),
                        PaymentId.request(
                                new ChainId(enclave.domain().chainId()),
                                request.contract(),
                                request.asker(),
                                BigInteger.valueOf(request.requestId())),
                        Hash32.ZERO,
                        request.asker(),
                        offer.offer().payTo(),
                        request.asset(),
                        enclave.address(),
                        request.price(),
                        charge,
                        answer.inputUnits(),
                        answer.outputUnits(),
                        sequence,
                        issuedAt,
                        Scheme.REQUEST,
                        answer.finish(),
                        product.assurance(enclave.assurance())),
                offer);
    }

    /** The receipt that a call would get which nobody pays for: what is only known afterwards is zero. */
    SignedReceipt rehearse(Product product, Offer offer, Job job, Hash32 requestHash, Hash32 clientNonce) {
        return issuer.rehearse(
                (sequence, issuedAt) -> new Receipt(
                        requestHash,
                        Hash32.ZERO,
                        product.modelDigest(),
                        job.parametersHash(),
                        runtimeDigest,
                        offer.structHash(),
                        Hash32.ZERO,
                        clientNonce,
                        Address.ZERO,
                        offer.payTo(),
                        offer.asset(),
                        enclave.address(),
                        offer.flatPrice(),
                        TokenAmount.ZERO,
                        0,
                        0,
                        sequence,
                        issuedAt,
                        Scheme.EXACT_EIP3009,
                        Finish.CANCELLED,
                        product.assurance(enclave.assurance())),
                offer);
    }
}
