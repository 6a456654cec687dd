package io.verigrad.verifier;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.ledger.Authorization;
import io.verigrad.ledger.Limits;
import io.verigrad.ledger.NewReservation;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A call that was paid and answered; a test may set what is wrong with it. */
public final class ServedCall {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final TokenAmount ANY_AMOUNT = TokenAmount.of(1L << 60);

    final String name = "call " + COUNT.incrementAndGet();
    final long now = Instant.now().getEpochSecond();
    final TypedDataDomain domain;
    Hash32 requestHash = Keys.hash("request of " + name);
    Hash32 clientNonce = Keys.hash("client nonce of " + name);
    Hash32 nonce = ContentHash.boundNonce(requestHash, clientNonce);
    PrivateKey enclave = Keys.ENCLAVE;
    PrivateKey reservedFor = Keys.ENCLAVE;
    PrivateKey signer = Keys.ENCLAVE;
    TypedDataDomain receiptDomain;
    long value = 1000;
    long cap = 1000;
    long charge = 1000;
    long flatPrice = 1000;
    long issuedAt = now;
    long offerExpiresAt = now + 300;
    String response = "response";
    Scheme scheme = Scheme.EXACT_EIP3009;
    Assurance assurance = Assurance.UNATTESTED;

    ServedCall(TypedDataDomain domain) {
        this.domain = domain;
        this.receiptDomain = domain;
    }

    Hash32 paymentId() {
        return PaymentId.eip3009(new ChainId(domain.chainId()), Keys.ASSET, Keys.PAYER, nonce);
    }

    NewReservation reservation() {
        return new NewReservation(
                paymentId(),
                Keys.hash("request of " + name),
                Keys.PAYER,
                Keys.ASSET,
                Keys.VAULT,
                Optional.empty(),
                TokenAmount.of(value),
                reservedFor.address(),
                new Authorization(
                        Scheme.EXACT_EIP3009,
                        BigInteger.ZERO,
                        BigInteger.valueOf(now + 3600),
                        nonce,
                        Bytes.of(new byte[65])),
                Instant.ofEpochSecond(now + 3600),
                new Limits(ANY_AMOUNT, ANY_AMOUNT));
    }

    SignedReceipt receipt() {
        Hash32 model = Keys.hash("model");
        Offer offer = new Offer(
                model,
                Keys.VAULT,
                Keys.ASSET,
                TokenAmount.of(flatPrice),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                offerExpiresAt);
        Receipt receipt = new Receipt(
                requestHash,
                Keys.hash(response),
                model,
                Keys.hash("parameters"),
                Keys.MEASUREMENT,
                offer.structHash(),
                paymentId(),
                clientNonce,
                Keys.PAYER,
                Keys.VAULT,
                Keys.ASSET,
                enclave.address(),
                TokenAmount.of(cap),
                TokenAmount.of(charge),
                10,
                20,
                1,
                issuedAt,
                scheme,
                Finish.COMPLETE,
                assurance);
        return SignedReceipt.sign(receipt, receiptDomain, SignedOffer.sign(offer, domain, enclave), signer);
    }
}
