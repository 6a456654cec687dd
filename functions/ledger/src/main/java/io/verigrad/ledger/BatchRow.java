package io.verigrad.ledger;

import io.verigrad.value.Hash32;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** A row of a batch. Read only: it is written by single statements. */
@Entity
@Immutable
@Table(name = "batch")
@NullUnmarked // Hibernate fills the fields
class BatchRow {
    @Id
    @Column(name = "batch_id")
    long id;

    byte[] root;

    @Enumerated(EnumType.STRING)
    Batch.State state;

    @Column(name = "transaction_hash")
    byte[] transactionHash;

    Batch toBatch(List<Hash32> receiptIds) {
        return new Batch(id, Hash32.of(root), state, Hash32.of(transactionHash), receiptIds);
    }
}
