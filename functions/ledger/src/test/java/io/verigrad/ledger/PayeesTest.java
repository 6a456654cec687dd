package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Address;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@LedgerTest
class PayeesTest {
    @Inject
    Payments payments;

    @Inject
    Payees payees;

    @Inject
    Pool pool;

    @Test
    void knowsTheVaultsThatPaymentsGoTo() {
        NewReservation reservation = Fixtures.reservation(Fixtures.freshPayer(), 10, 100);
        await(payments.reserve(reservation));

        assertThat(await(payees.isVault(reservation.payTo()))).isTrue();
        assertThat(await(payees.isVault(Fixtures.address("nobody's vault")))).isFalse();
    }

    @Test
    void knowsTheVaultsOfPaymentsThatLeftTheLedger() {
        Address vault = Fixtures.address("vault of the past");
        await(pool.preparedQuery("insert into vault values ($1)").execute(Tuple.of(Buffer.buffer(vault.toArray()))));

        assertThat(await(payees.isVault(vault))).isTrue();
        assertThat(await(payees.conflict(Fixtures.hash("another payment"), vault)))
                .isEqualTo(Payees.Conflict.VAULT);
    }
}
