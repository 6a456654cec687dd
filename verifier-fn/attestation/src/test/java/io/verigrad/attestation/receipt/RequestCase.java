package io.verigrad.attestation.receipt;

import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.time.Duration;

/** A good answer to a contract's request, or one with exactly the defect that a test sets. */
final class RequestCase {
    private static final Address REQUESTS = EvidenceForge.address(0x71);

    final ReceiptCase receipt = new ReceiptCase();
    long requestId = 7;
    Address asker = receipt.payer;
    Address payTo = receipt.payTo;
    Address asset = receipt.asset;
    long price = receipt.cap;
    Hash32 modelDigest = receipt.offerModel;
    Hash32 requestHash = receipt.requestHash;
    Assurance minAssurance = Assurance.UNATTESTED;
    long openedAt = ReceiptCase.NOW - 60;
    long expiresAt = ReceiptCase.NOW + 60;

    RequestCase() {
        receipt.scheme = Scheme.REQUEST;
        receipt.clientNonce = Hash32.ZERO;
        receipt.paymentId = PaymentId.request(ReceiptCase.CHAIN, REQUESTS, asker, BigInteger.valueOf(requestId));
    }

    ReceiptVerdict verdict() {
        ContractRequest request = new ContractRequest(
                REQUESTS,
                BigInteger.valueOf(requestId),
                asker,
                payTo,
                asset,
                TokenAmount.of(price),
                modelDigest,
                requestHash,
                minAssurance,
                openedAt,
                expiresAt);
        return new ReceiptAppraiser(ReceiptCase.DOMAIN, Duration.ofSeconds(30))
                .appraise(receipt.receipt(), receipt.epoch, request, ReceiptCase.CLOCK);
    }
}
