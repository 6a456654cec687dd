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

        assertThat(outcomes)
                .filteredOn(new Reservation.Reserved(SettlementMode.DEFERRED)::equals)
                .hasSize(1);
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

        assertThat(outcomes)
                .filteredOn(new Reservation.Reserved(SettlementMode.DEFERRED)::equals)
                .hasSize(12);
        assertThat(outcomes)
                .filteredOn(Reservation.OverBalance.class::isInstance)
                .hasSize(38);
    }

    @Test
    void saysWhatTheBalanceIsShortOfAndLeavesTheIdFree() {
        Address payer = freshPayer();
        NewReservation poor = limited(payer, 50, 100, 1000);

        await(payments.reserve(reservation(payer, 60, 100)));

        assertThat(await(payments.reserve(poor)))
                .isEqualTo(new Reservation.OverBalance(TokenAmount.of(100), TokenAmount.of(60)));
        assertThat(await(payments.find(poor.paymentId()))).isEmpty();
    }

    @Test
    void settlesInstantlyWhatThePayerIsNotTrustedWith() {
        Address payer = freshPayer();
        NewReservation trusted = limited(payer, 50, 1000, 60);
        NewReservation beyond = limited(payer, 50, 1000, 60);
        NewReservation trustedAgain = limited(payer, 10, 1000, 60);

        assertThat(await(payments.reserve(trusted))).isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
        assertThat(await(payments.reserve(beyond))).isEqualTo(new Reservation.Reserved(SettlementMode.INSTANT));
        assertThat(await(payments.reserve(trustedAgain)))
                .as("an instant payment does not count against the cap")
                .isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
        assertThat(await(payments.find(beyond.paymentId())).orElseThrow().settlement())
                .isEqualTo(SettlementMode.INSTANT);
    }

    @Test
    void neverReservesMoreThanTheBalanceInstantly() {
        Address payer = freshPayer();

        List<Reservation> outcomes = awaitAll(IntStream.range(0, 50)
                .mapToObj(i -> payments.reserve(limited(payer, 60, 100, 0)))
                .toList());

        assertThat(outcomes)
                .filteredOn(new Reservation.Reserved(SettlementMode.INSTANT)::equals)
                .hasSize(1);
        assertThat(outcomes)
                .filteredOn(new Reservation.OverBalance(TokenAmount.of(100), TokenAmount.of(60))::equals)
                .hasSize(49);
    }

    @Test
    void givesBackWhatWasTakenInEachMode() {
        Address payer = freshPayer();
        NewReservation instant = limited(payer, 60, 100, 40);
        NewReservation deferred = limited(payer, 40, 100, 40);
        await(payments.reserve(instant));
        await(payments.reserve(deferred));

        await(payments.release(instant.paymentId(), "runner_gave_up"));
        assertThat(await(payments.reserve(limited(payer, 10, 100, 40))))
                .as("the cap is still taken")
                .isEqualTo(new Reservation.Reserved(SettlementMode.INSTANT));
        await(payments.release(deferred.paymentId(), "runner_gave_up"));
        assertThat(await(payments.reserve(limited(payer, 40, 100, 40))))
                .isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
    }

    private static NewReservation limited(Address payer, long cap, long balance, long trusted) {
        return Fixtures.reservation(payer, cap, new Limits(TokenAmount.of(balance), TokenAmount.of(trusted)));
    }

    @Test
    void givesTheLimitBackOnceWhenReleased() {
        Address payer = freshPayer();
        NewReservation first = reservation(payer, 100, 100);

        await(payments.reserve(first));
        assertThat(await(payments.reserve(reservation(payer, 1, 100)))).isInstanceOf(Reservation.OverBalance.class);
        assertThat(awaitAll(Stream.generate(() -> payments.release(first.paymentId(), "runner_gave_up"))
                        .limit(10)
                        .toList()))
                .filteredOn(new Transition.Moved(PaymentState.RELEASED)::equals)
                .hasSize(1);

        assertThat(await(payments.reserve(reservation(payer, 100, 100))))
                .isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
        assertThat(await(payments.reserve(reservation(payer, 1, 100)))).isInstanceOf(Reservation.OverBalance.class);
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
