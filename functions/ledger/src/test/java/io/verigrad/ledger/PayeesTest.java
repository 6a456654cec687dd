package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.await;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@LedgerTest
class PayeesTest {
    @Inject
    Payments payments;

    @Inject
    Payees payees;

    @Test
    void knowsTheVaultsThatPaymentsGoTo() {
        NewReservation reservation = Fixtures.reservation(Fixtures.freshPayer(), 10, 100);
        await(payments.reserve(reservation));

        assertThat(await(payees.isVault(reservation.payTo()))).isTrue();
        assertThat(await(payees.isVault(Fixtures.address("nobody's vault")))).isFalse();
    }
}
