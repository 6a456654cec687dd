package io.verigrad.runner.enclave;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedLink;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.StreamLink;
import io.verigrad.value.ChainId;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers and signs the receipts of this key, and signs what leads to them. */
public final class ReceiptIssuer {
    private final Enclave enclave;
    private final Clock clock;
    private final AtomicLong sequence = new AtomicLong();

    public ReceiptIssuer(Enclave enclave, Clock clock) {
        this.enclave = enclave;
        this.clock = clock;
    }

    /** A receipt in the making: everything but its number and its time. */
    @FunctionalInterface
    public interface Draft {
        Receipt receipt(long sequence, long issuedAt);
    }

    /** Signs a link of a stream. */
    public SignedLink sign(StreamLink link) {
        return SignedLink.sign(link, enclave.domain(), enclave.keys().receipt());
    }

    /** Gives the next number and the present time, and signs. A number is used up even if nobody gets the receipt. */
    public SignedReceipt issue(Draft draft, SignedOffer offer) {
        Receipt receipt =
                draft.receipt(sequence.incrementAndGet(), clock.instant().getEpochSecond());
        return SignedReceipt.sign(
                receipt, enclave.domain(), offer, enclave.keys().receipt());
    }

    /**
     * Signs what a receipt would say. It has no number, and is for a domain that no contract and no verifier accepts: it
     * cannot pass for the receipt of a call.
     */
    public SignedReceipt rehearse(Draft draft, Offer offer) {
        TypedDataDomain real = enclave.domain();
        TypedDataDomain domain = TypedDataDomain.verigradTest(new ChainId(real.chainId()), real.verifyingContract());
        PrivateKey key = enclave.keys().receipt();
        return SignedReceipt.sign(
                draft.receipt(0, clock.instant().getEpochSecond()), domain, SignedOffer.sign(offer, domain, key), key);
    }
}
