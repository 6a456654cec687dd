package io.verigrad.ledger;

import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code payment_status}. Read only: payments are written by single statements. */
@Entity
@Immutable
@Table(name = "payment_status")
@NullUnmarked // Hibernate fills the fields
class PaymentRow {
    @Id
    @Column(name = "payment_id")
    byte[] paymentId;

    @Enumerated(EnumType.STRING)
    PaymentState state;

    @Column(name = "request_hash")
    byte[] requestHash;

    @Enumerated(EnumType.STRING)
    Scheme scheme;

    byte[] payer;
    byte[] asset;

    @Column(name = "pay_to")
    byte[] payTo;

    byte @Nullable [] host;
    BigDecimal cap;

    @Nullable BigDecimal charge;

    @Column(name = "enclave_key")
    byte[] enclaveKey;

    @Column(name = "valid_after")
    BigDecimal validAfter;

    @Column(name = "valid_before")
    BigDecimal validBefore;

    @Enumerated(EnumType.STRING)
    SettlementMode settlement;

    byte[] nonce;
    byte[] signature;
    Instant deadline;

    @Column(name = "receipt_id")
    byte @Nullable [] receiptId;

    @Nullable @Column(name = "batch_id")
    Long batchId;

    @Nullable @Column(name = "claimed_by")
    UUID claimedBy;

    String reasons;

    @Column(name = "transaction_hash")
    byte @Nullable [] transactionHash;

    Payment toPayment() {
        return new Payment(
                Hash32.of(paymentId),
                state,
                Hash32.of(requestHash),
                Address.of(payer),
                Address.of(asset),
                Address.of(payTo),
                Optional.ofNullable(host).map(Address::of),
                Columns.amount(cap),
                Optional.ofNullable(charge).map(Columns::amount),
                Address.of(enclaveKey),
                new Authorization(
                        scheme,
                        validAfter.toBigIntegerExact(),
                        validBefore.toBigIntegerExact(),
                        Hash32.of(nonce),
                        Bytes.of(signature)),
                deadline,
                settlement,
                Optional.ofNullable(receiptId).map(Hash32::of),
                ReasonCodes.split(reasons),
                Optional.ofNullable(transactionHash).map(Hash32::of));
    }
}
