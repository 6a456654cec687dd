package io.verigrad.explorer.usage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** What a host was paid for a model on one day in one token. The ledger writes it as batches end. */
@Entity
@Immutable
@IdClass(ModelUsage.Key.class)
@Table(name = "model_usage")
@NullUnmarked // Hibernate fills the fields
class ModelUsage {
    @Id
    @Column(name = "model_digest")
    byte[] model;

    @Id
    @Column(name = "pay_to")
    byte[] payTo;

    @Id
    byte[] asset;

    @Id
    LocalDate day;

    long calls;

    BigDecimal charged;

    record Key(byte[] model, byte[] payTo, byte[] asset, LocalDate day) {}
}
