package io.verigrad.explorer.usage;

import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** What a payer was charged on one day in one token. The ledger writes it as batches end. */
@Entity
@Immutable
@IdClass(PayerSpend.Key.class)
@Table(name = "payer_spend")
@NullUnmarked // Hibernate fills the fields
class PayerSpend {
    @Id
    byte[] payer;

    @Id
    byte[] asset;

    @Id
    LocalDate day;

    long calls;

    BigDecimal charged;

    Day toDay() {
        return new Day(day, Address.of(asset), calls, new TokenAmount(charged.toBigIntegerExact()));
    }

    record Key(byte[] payer, byte[] asset, LocalDate day) {}
}
