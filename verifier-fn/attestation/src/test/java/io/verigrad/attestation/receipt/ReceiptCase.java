package io.verigrad.attestation.receipt;

import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** A good receipt with what it is judged by, or one with exactly the defect that a test sets. */
public final class ReceiptCase {
    static final long NOW = 1_772_366_400L;
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
    static final ChainId CHAIN = new ChainId(84532);
    static final TypedDataDomain DOMAIN = TypedDataDomain.verigrad(CHAIN, EvidenceForge.address(0x55));
    static final PrivateKey KEY = PrivateKey.parse("0x" + "0a".repeat(32));
    static final PrivateKey OTHER_KEY = PrivateKey.parse("0x" + "0b".repeat(32));

    Address payer = EvidenceForge.address(0x61);
    Address payTo = EvidenceForge.address(0x62);
    Address asset = EvidenceForge.address(0x63);
    long value = 1000;
    long validAfter = NOW - 600;
    long validBefore = NOW + 3600;
    Hash32 requestHash = EvidenceForge.hash("request");
    Hash32 reservedRequest = requestHash;
    Hash32 clientNonce = EvidenceForge.hash("client nonce");
    Hash32 nonce = ContentHash.boundNonce(requestHash, clientNonce);
    Hash32 paymentId = PaymentId.eip3009(CHAIN, asset, payer, nonce);
    Address reservedKey = KEY.address();
    Optional<TokenAmount> place = Optional.empty();

    Hash32 offerModel = EvidenceForge.hash("model");
    Address offerPayTo = payTo;
    Address offerAsset = asset;
    long flatPrice = 700;
    long outputUnitPrice = 3;
    Assurance minAssurance = Assurance.UNATTESTED;
    long offerExpiresAt = NOW + 300;
    PrivateKey offerSigner = KEY;
    boolean namesAnotherOffer;

    TypedDataDomain domain = DOMAIN;
    PrivateKey signer = KEY;
    Address receiptPayer = payer;
    Address receiptPayTo = payTo;
    Address receiptAsset = asset;
    long cap = 1000;
    long charge = 1000;
    long issuedAt = NOW - 10;
    Scheme scheme = Scheme.EXACT_EIP3009;
    Scheme reservedScheme = Scheme.EXACT_EIP3009;
    Assurance assurance = Assurance.UNATTESTED;

    KeyEpoch epoch = new KeyEpoch.Registered(NOW - 1000, NOW + 1000, 0, Assurance.UNATTESTED);

    public SignedReceipt receipt() {
        Offer offer = new Offer(
                offerModel,
                offerPayTo,
                offerAsset,
                TokenAmount.of(flatPrice),
                TokenAmount.ZERO,
                TokenAmount.of(outputUnitPrice),
                minAssurance,
                offerExpiresAt);
        Receipt receipt = new Receipt(
                requestHash,
                EvidenceForge.hash("response"),
                EvidenceForge.hash("model"),
                EvidenceForge.hash("parameters"),
                EvidenceForge.hash("runtime"),
                namesAnotherOffer ? EvidenceForge.hash("another offer") : offer.structHash(),
                paymentId,
                clientNonce,
                receiptPayer,
                receiptPayTo,
                receiptAsset,
                KEY.address(),
                TokenAmount.of(cap),
                TokenAmount.of(charge),
                17,
                100,
                1,
                issuedAt,
                scheme,
                Finish.COMPLETE,
                assurance);
        return SignedReceipt.sign(receipt, domain, SignedOffer.sign(offer, DOMAIN, offerSigner), signer);
    }

    /** The same, paid by Permit2. */
    ReceiptCase byPermit2(Scheme paid) {
        scheme = paid;
        reservedScheme = paid;
        paymentId = PaymentId.permit2(CHAIN, PaymentId.PERMIT2_CONTRACT, payer, new BigInteger(1, nonce.toArray()));
        return this;
    }

    /** The same, paid by the next call of a channel. */
    ReceiptCase byChannel(long before) {
        scheme = Scheme.CHANNEL;
        reservedScheme = Scheme.CHANNEL;
        clientNonce = Hash32.ZERO;
        validAfter = 0;
        validBefore = Long.MAX_VALUE;
        place = Optional.of(TokenAmount.of(before));
        paymentId = PaymentId.channel(nonce, TokenAmount.of(before));
        return this;
    }

    ReservedPayment payment() {
        return new ReservedPayment(
                reservedScheme,
                payer,
                payTo,
                asset,
                TokenAmount.of(value),
                validAfter,
                validBefore,
                nonce,
                reservedRequest,
                reservedKey,
                place);
    }

    ReceiptVerdict verdict() {
        return verdict(receipt());
    }

    public ReceiptVerdict verdict(SignedReceipt receipt) {
        return new ReceiptAppraiser(DOMAIN, java.time.Duration.ofSeconds(30))
                .appraise(receipt, epoch, payment(), CLOCK);
    }
}
