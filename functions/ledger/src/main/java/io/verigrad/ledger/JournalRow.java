package io.verigrad.ledger;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of the journal. Read only: it is written by single statements. */
@Entity
@Immutable
@Table(name = "journal")
@NullUnmarked // Hibernate fills the fields
class JournalRow {
    @Id
    byte[] hash;

    byte[] signer;
    long nonce;

    @Enumerated(EnumType.STRING)
    NewTransaction.Purpose purpose;

    byte[] subject;
    byte[] raw;

    @Enumerated(EnumType.STRING)
    JournalEntry.State state;

    @Nullable @Column(name = "block_number")
    Long blockNumber;

    @Column(name = "block_hash")
    byte @Nullable [] blockHash;

    String reason;

    JournalEntry toEntry() {
        return new JournalEntry(
                new RawTransaction(Hash32.of(hash), Bytes.of(raw)),
                Address.of(signer),
                nonce,
                purpose,
                Bytes.of(subject),
                state,
                blockNumber == null || blockHash == null
                        ? Optional.empty()
                        : Optional.of(new JournalEntry.Inclusion(blockNumber, Hash32.of(blockHash))),
                reason);
    }
}
