package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.await;
import static io.verigrad.ledger.Fixtures.awaitAll;
import static io.verigrad.ledger.Fixtures.freshPayer;
import static io.verigrad.ledger.Fixtures.reservation;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@LedgerTest
class ReservationTest {
    @Inject
    Payments payments;

    @Test
    void reservesOnceOfFiftyConcurrentRequestsForOneId() {
        NewReservation reservation = reservation(freshPayer(), 10, 1000);

        List<Reservation> outcomes = awaitAll(
                Stream.generate(() -> payments.reserve(reservation)).limit(50).toList());

        assertThat(outcomes).filteredOn(new Reservation.Reserved()::equals).hasSize(1);
        assertThat(outcomes)
                .filteredOn(new Reservation.Existing(reservation.requestHash(), PaymentState.RESERVED)::equals)
                .hasSize(49);
    }

    @Test
    void neverExceedsTheLimitUnderConcurrency() {
        Address payer = freshPayer();
        List<Uni<Reservation>> fifty = IntStream.range(0, 50)
                .mapToObj(i -> payments.reserve(reservation(payer, 10, 125)))
                .toList();

        List<Reservation> outcomes = awaitAll(fifty);

        assertThat(outcomes).filteredOn(new Reservation.Reserved()::equals).hasSize(12);
        assertThat(outcomes).filteredOn(Reservation.OverLimit.class::isInstance).hasSize(38);
    }

    @Test
    void saysWhichLimitWasHitAndLeavesTheIdFree() {
        Address payer = freshPayer();
        NewReservation first = reservation(payer, 60, 100);
        NewReservation poor = Fixtures.reservation(
                Fixtures.hash("poor " + payer), payer, 50, TokenAmount.of(100), TokenAmount.of(1000));
        NewReservation unknown = Fixtures.reservation(
                Fixtures.hash("unknown " + payer), payer, 50, TokenAmount.of(1000), TokenAmount.ZERO);

        await(payments.reserve(first));

        assertThat(await(payments.reserve(poor)))
                .isEqualTo(
                        new Reservation.OverLimit(Reservation.Limit.BALANCE, TokenAmount.of(100), TokenAmount.of(60)));
        assertThat(await(payments.reserve(unknown)))
                .isEqualTo(new Reservation.OverLimit(Reservation.Limit.EXPOSURE, TokenAmount.ZERO, TokenAmount.of(60)));
        assertThat(await(payments.find(poor.paymentId()))).isEmpty();
    }

    @Test
    void givesTheLimitBackOnceWhenReleased() {
        Address payer = freshPayer();
        NewReservation first = reservation(payer, 100, 100);

        await(payments.reserve(first));
        assertThat(await(payments.reserve(reservation(payer, 1, 100)))).isInstanceOf(Reservation.OverLimit.class);
        assertThat(awaitAll(Stream.generate(() -> payments.release(first.paymentId(), "runner_gave_up"))
                        .limit(10)
                        .toList()))
                .filteredOn(new Transition.Moved(PaymentState.RELEASED)::equals)
                .hasSize(1);

        assertThat(await(payments.reserve(reservation(payer, 100, 100)))).isEqualTo(new Reservation.Reserved());
        assertThat(await(payments.reserve(reservation(payer, 1, 100)))).isInstanceOf(Reservation.OverLimit.class);
        assertThat(await(payments.reserve(first)))
                .as("a released id stays taken")
                .isEqualTo(new Reservation.Existing(first.requestHash(), PaymentState.RELEASED));
    }

    @Test
    void keepsEverythingThatWasReserved() {
        NewReservation reservation = reservation(freshPayer(), 7, 10);

        await(payments.reserve(reservation));
        Payment found = await(payments.find(reservation.paymentId())).orElseThrow();

        assertThat(found.authorization()).isEqualTo(reservation.authorization());
        assertThat(found.authorization().signature().size()).isEqualTo(65);
        assertThat(found)
                .usingRecursiveComparison()
                .comparingOnlyFields("paymentId", "requestHash", "payer", "asset", "payTo", "host", "cap", "deadline")
                .isEqualTo(reservation);
        assertThat(found.toString())
                .doesNotContain(found.authorization().signature().toString());
    }
}
