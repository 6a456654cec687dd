package io.verigrad.verifier.receipt;

import io.smallrye.mutiny.Uni;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.Payments;
import io.verigrad.ledger.Receipts;
import io.verigrad.ledger.Transition;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ledger for callers on worker threads: each call blocks until its change is durable. */
@ApplicationScoped
public class Ledger {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Payments payments;
    private final Receipts receipts;

    Ledger(Payments payments, Receipts receipts) {
        this.payments = payments;
        this.receipts = receipts;
    }

    Optional<Payment> payment(Hash32 paymentId) {
        return await(payments.find(paymentId));
    }

    Transition served(SignedReceipt receipt) {
        return await(payments.served(receipt.receipt().paymentId(), receipt));
    }

    Transition affirm(Hash32 paymentId, Address validator) {
        return await(payments.affirm(paymentId, validator));
    }

    Transition contraindicate(Hash32 paymentId, Address validator, List<String> reasons) {
        return await(payments.contraindicate(paymentId, validator, reasons));
    }

    Transition release(Hash32 paymentId, String reason) {
        return await(payments.release(paymentId, reason));
    }

    boolean unappraised(Hash32 paymentId, String reason) {
        return await(payments.unappraised(paymentId, reason));
    }

    List<Hash32> unappraised(int limit) {
        return await(payments.unappraised(limit));
    }

    Optional<SignedReceipt> receipt(Hash32 receiptId) {
        return await(receipts.find(receiptId));
    }

    /** Those of {@code receiptIds} that the ledger has. */
    public Map<Hash32, SignedReceipt> receipts(List<Hash32> receiptIds) {
        return await(receipts.all(receiptIds));
    }

    /** Those of {@code receiptIds} that {@code validator} affirmed. */
    public Set<Hash32> affirmedBy(Address validator, List<Hash32> receiptIds) {
        return await(receipts.affirmedBy(validator, receiptIds));
    }

    private static <T> T await(Uni<T> call) {
        return call.await().atMost(LIMIT);
    }
}
