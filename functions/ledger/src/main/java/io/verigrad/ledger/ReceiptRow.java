package io.verigrad.ledger;

import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.SignedReceipt;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** A receipt as it was signed. */
@Entity
@Immutable
@Table(name = "receipt")
@NullUnmarked // Hibernate fills the fields
class ReceiptRow {
    @Id
    @Column(name = "receipt_id")
    byte[] receiptId;

    @Column(name = "payment_id")
    byte[] paymentId;

    String signed;

    SignedReceipt toReceipt() {
        try {
            return Json.read(signed.getBytes(StandardCharsets.UTF_8), SignedReceipt.class);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the ledger holds a receipt that it could not have written", e);
        }
    }
}
