package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.NOW;
import static io.verigrad.ledger.Fixtures.VALIDATOR;
import static io.verigrad.ledger.Fixtures.address;
import static io.verigrad.ledger.Fixtures.await;
import static io.verigrad.ledger.Fixtures.freshPayer;
import static io.verigrad.ledger.Fixtures.hash;
import static io.verigrad.ledger.Fixtures.receipt;
import static io.verigrad.ledger.Fixtures.reservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.receipt.SignedReceipt;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@LedgerTest
class TransitionTest {
    @Inject
    Payments payments;

    @Inject
    Receipts receipts;

    @Test
    void leadsFromReservedToAffirmed() {
        NewReservation reservation = reserve();
        SignedReceipt receipt = receipt(reservation, 10);

        assertThat(await(payments.served(reservation.paymentId(), receipt)))
                .isEqualTo(new Transition.Moved(PaymentState.SERVED));
        assertThat(await(payments.affirm(reservation.paymentId(), VALIDATOR)))
                .isEqualTo(new Transition.Moved(PaymentState.AFFIRMED));

        assertThat(await(receipts.find(receipt.id()))).contains(receipt);
        assertThat(await(payments.findByReceipt(receipt.id()))).get().satisfies(payment -> {
            assertThat(payment.state()).isEqualTo(PaymentState.AFFIRMED);
            assertThat(payment.charge()).contains(receipt.receipt().charge());
            assertThat(payment.transaction()).isEmpty();
        });
        assertThat(await(receipts.affirmedBy(VALIDATOR, List.of(receipt.id(), hash("another")))))
                .containsExactly(receipt.id());
    }

    @Test
    void takesARepeatedEventForWhatItIs() {
        NewReservation reservation = reserve();
        SignedReceipt receipt = receipt(reservation, 10);

        await(payments.served(reservation.paymentId(), receipt));

        assertThat(await(payments.served(reservation.paymentId(), receipt)))
                .isEqualTo(new Transition.Already(PaymentState.SERVED));
        await(payments.affirm(reservation.paymentId(), VALIDATOR));
        assertThat(await(payments.served(reservation.paymentId(), receipt)))
                .isEqualTo(new Transition.Already(PaymentState.AFFIRMED));
        assertThat(await(payments.affirm(reservation.paymentId(), VALIDATOR)))
                .isEqualTo(new Transition.Already(PaymentState.AFFIRMED));
    }

    @Test
    void refusesASecondReceiptForOnePayment() {
        NewReservation reservation = reserve();

        await(payments.served(reservation.paymentId(), receipt(reservation, 10)));

        assertThat(await(payments.served(reservation.paymentId(), receipt(reservation, 10))))
                .isEqualTo(new Transition.Refused(PaymentState.SERVED));
    }

    @Test
    void refusesAReceiptOfAnotherPayment() {
        NewReservation reservation = reserve();

        assertThatThrownBy(() -> payments.served(hash("another"), receipt(reservation, 10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not of payment");
    }

    @Test
    void neverAffirmsAReceiptAboveTheCap() {
        NewReservation reservation = reserve();
        await(payments.served(reservation.paymentId(), receipt(reservation, 11)));

        assertThat(await(payments.affirm(reservation.paymentId(), VALIDATOR)))
                .isEqualTo(new Transition.Refused(PaymentState.SERVED));
    }

    @Test
    void releasesAContraindicatedPaymentAndKeepsItsReasons() {
        NewReservation reservation = reserve();
        SignedReceipt receipt = receipt(reservation, 10);
        await(payments.served(reservation.paymentId(), receipt));

        assertThat(await(payments.contraindicate(reservation.paymentId(), VALIDATOR, List.of("price", "key_epoch"))))
                .isEqualTo(new Transition.Moved(PaymentState.CONTRAINDICATED));
        assertThat(await(payments.release(reservation.paymentId(), "refused")))
                .isEqualTo(new Transition.Moved(PaymentState.RELEASED));

        assertThat(await(payments.find(reservation.paymentId())).orElseThrow().reasons())
                .containsExactly("price", "key_epoch", "refused");
        assertThat(await(receipts.affirmedBy(VALIDATOR, List.of(receipt.id())))).isEmpty();
        assertThat(await(payments.release(reservation.paymentId(), "refused")))
                .isEqualTo(new Transition.Already(PaymentState.RELEASED));
    }

    @Test
    void keepsTheVerdictsOfValidatorsThatDisagree() {
        NewReservation reservation = reserve();
        SignedReceipt receipt = receipt(reservation, 10);
        await(payments.served(reservation.paymentId(), receipt));
        await(payments.affirm(reservation.paymentId(), VALIDATOR));

        assertThat(await(payments.contraindicate(reservation.paymentId(), address("sceptic"), List.of("price"))))
                .isEqualTo(new Transition.Refused(PaymentState.AFFIRMED));
        assertThat(await(payments.affirm(reservation.paymentId(), address("third"))))
                .isEqualTo(new Transition.Already(PaymentState.AFFIRMED));

        assertThat(await(receipts.affirmedBy(address("sceptic"), List.of(receipt.id()))))
                .isEmpty();
        assertThat(await(receipts.affirmedBy(address("third"), List.of(receipt.id()))))
                .containsExactly(receipt.id());
    }

    @Test
    void refusesEveryMoveThatTheStateForbids() {
        NewReservation reserved = reserve();
        NewReservation served = reserve();
        await(payments.served(served.paymentId(), receipt(served, 10)));
        NewReservation affirmed = reserve();
        await(payments.served(affirmed.paymentId(), receipt(affirmed, 10)));
        await(payments.affirm(affirmed.paymentId(), VALIDATOR));
        NewReservation released = reserve();
        await(payments.release(released.paymentId(), "gone"));

        assertThat(await(payments.affirm(reserved.paymentId(), VALIDATOR))).isEqualTo(refused(PaymentState.RESERVED));
        assertThat(await(payments.contraindicate(reserved.paymentId(), VALIDATOR, List.of("x"))))
                .isEqualTo(refused(PaymentState.RESERVED));
        assertThat(await(payments.release(served.paymentId(), "x"))).isEqualTo(refused(PaymentState.SERVED));
        assertThat(await(payments.release(affirmed.paymentId(), "x"))).isEqualTo(refused(PaymentState.AFFIRMED));
        assertThat(await(payments.served(released.paymentId(), receipt(released, 10))))
                .isEqualTo(refused(PaymentState.RELEASED));
        assertThat(await(payments.affirm(released.paymentId(), VALIDATOR))).isEqualTo(refused(PaymentState.RELEASED));
        assertThat(await(payments.release(hash("nobody's"), "x"))).isEqualTo(new Transition.Unknown());
    }

    @Test
    void expiresWhatTimeHasPassedBy() {
        NewReservation reserved = reserve();
        NewReservation served = reserve();
        await(payments.served(served.paymentId(), receipt(served, 10)));
        NewReservation affirmed = reserve();
        await(payments.served(affirmed.paymentId(), receipt(affirmed, 10)));
        await(payments.affirm(affirmed.paymentId(), VALIDATOR));

        assertThat(await(payments.expire(NOW.plus(Duration.ofMinutes(59)), 1000)))
                .doesNotContain(reserved.paymentId(), affirmed.paymentId());
        assertThat(await(payments.expire(NOW.plus(Duration.ofMinutes(61)), 1000)))
                .contains(reserved.paymentId(), affirmed.paymentId())
                .doesNotContain(served.paymentId());

        assertThat(await(payments.find(affirmed.paymentId())).orElseThrow())
                .satisfies(payment -> assertThat(payment.state()).isEqualTo(PaymentState.RELEASED))
                .satisfies(payment -> assertThat(payment.reasons()).containsExactly("expired"));
        assertThat(await(payments.reserve(reservation(reserved.payer(), 10, 10))))
                .as("the limit is free again")
                .isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
    }

    private NewReservation reserve() {
        NewReservation reservation = reservation(freshPayer(), 10, 10);
        assertThat(await(payments.reserve(reservation))).isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
        return reservation;
    }

    private static Transition refused(PaymentState state) {
        return new Transition.Refused(state);
    }
}
