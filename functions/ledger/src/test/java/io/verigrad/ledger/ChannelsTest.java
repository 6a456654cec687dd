package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.NOW;
import static io.verigrad.ledger.Fixtures.VALIDATOR;
import static io.verigrad.ledger.Fixtures.address;
import static io.verigrad.ledger.Fixtures.await;
import static io.verigrad.ledger.Fixtures.awaitAll;
import static io.verigrad.ledger.Fixtures.freshPayer;
import static io.verigrad.ledger.Fixtures.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelState;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@LedgerTest
class ChannelsTest {
    private static final ChannelReservation RESERVED = new ChannelReservation.Reserved();

    @Inject
    Channels channels;

    @Inject
    Payments payments;

    @Inject
    Batches batches;

    private final ChannelConfig config = new ChannelConfig(
            freshPayer(), freshPayer(), address("vault"), address("settlement"), Fixtures.ASSET, 900, Hash32.ZERO);
    private final Hash32 id = config.id(new ChainId(84532));

    @Test
    void takesOneOfFiftyVouchersForAPlace() {
        observe(1000, 0);

        List<ChannelReservation> outcomes = awaitAll(IntStream.range(0, 50)
                .mapToObj(i -> channels.reserve(call("request " + i, 0, 10)))
                .toList());

        assertThat(outcomes).filteredOn(RESERVED::equals).hasSize(1);
        assertThat(outcomes)
                .filteredOn(ChannelReservation.Refused.class::isInstance)
                .hasSize(49);
    }

    @Test
    void continuesWhereTheCallBeforeEnded() {
        observe(1000, 0);
        NewReservation first = call("first", 0, 10);

        assertThat(await(channels.reserve(first))).isEqualTo(RESERVED);
        assertThat(await(channels.reserve(call("busy", 0, 10)))).isInstanceOf(ChannelReservation.Refused.class);
        await(payments.served(first.paymentId(), receipt(first, 7)));

        assertThat(await(channels.reserve(first)))
                .as("the same call again")
                .isEqualTo(new ChannelReservation.Repeated(PaymentState.SERVED));
        for (long wrong : List.of(0L, 6L, 10L)) {
            assertThat(await(channels.reserve(call("at " + wrong, wrong, 10))))
                    .isInstanceOfSatisfying(
                            ChannelReservation.Refused.class,
                            refused -> assertThat(refused.channel().charged()).isEqualTo(TokenAmount.of(7)));
        }
        assertThat(await(channels.reserve(call("next", 7, 10)))).isEqualTo(RESERVED);
        assertThat(await(channels.find(id))
                        .orElseThrow()
                        .voucher()
                        .orElseThrow()
                        .maxClaimable())
                .isEqualTo(TokenAmount.of(17));
    }

    @Test
    void neverPromisesMoreThanTheChannelHolds() {
        observe(12, 0);
        NewReservation first = call("first", 0, 10);
        await(channels.reserve(first));
        await(payments.served(first.paymentId(), receipt(first, 10)));

        assertThat(await(channels.reserve(call("beyond", 10, 3)))).isInstanceOf(ChannelReservation.Refused.class);
        observe(13, 1);
        assertThat(await(channels.reserve(call("topped up", 10, 3)))).isEqualTo(RESERVED);
    }

    @Test
    void freesAPlaceThatWasGivenUpAndKeepsItsRow() {
        observe(1000, 0);
        NewReservation first = call("first", 0, 10);
        await(channels.reserve(first));
        await(payments.release(first.paymentId(), "run_failed"));
        NewReservation second = call("second", 0, 10);

        assertThat(await(channels.reserve(second))).isEqualTo(RESERVED);
        assertThat(await(payments.served(second.paymentId(), receipt(first, 10))))
                .as("a late receipt of the call before")
                .isEqualTo(new Transition.Refused(PaymentState.RESERVED));
        await(payments.release(second.paymentId(), "run_failed"));
        assertThat(await(channels.reserve(first)))
                .as("the same voucher once more")
                .isEqualTo(RESERVED);
    }

    @Test
    void lapsesWithItsReservation() {
        observe(1000, 0);
        NewReservation first = call("first", 0, 10);
        await(channels.reserve(first));

        await(payments.expire(first.deadline(), 1000));

        assertThat(await(channels.reserve(call("second", 0, 10)))).isEqualTo(RESERVED);
    }

    @Test
    void freesAPlaceWhoseReceiptChargesNothing() {
        observe(1000, 0);
        NewReservation free = call("free", 0, 10);
        await(channels.reserve(free));
        SignedReceipt receipt = receipt(free, 0);
        await(payments.served(free.paymentId(), receipt));

        assertThat(await(channels.reserve(call("early", 0, 10)))).isInstanceOf(ChannelReservation.Refused.class);
        await(payments.contraindicate(free.paymentId(), VALIDATOR, List.of("charge_zero")));
        await(payments.release(free.paymentId(), "contraindicated"));

        assertThat(await(channels.reserve(call("next", 0, 10)))).isEqualTo(RESERVED);
        assertThat(await(payments.findByReceipt(receipt.id())).orElseThrow().state())
                .isEqualTo(PaymentState.RELEASED);
    }

    @Test
    void takesNothingAfterARefusedReceipt() {
        observe(1000, 0);
        NewReservation bad = call("bad", 0, 10);
        await(channels.reserve(bad));
        await(payments.served(bad.paymentId(), receipt(bad, 10)));
        NewReservation after = call("after", 10, 10);
        await(channels.reserve(after));
        await(payments.served(after.paymentId(), receipt(after, 10)));
        await(payments.affirm(after.paymentId(), VALIDATOR));

        await(payments.contraindicate(bad.paymentId(), VALIDATOR, List.of("charge_not_offered")));

        assertThat(await(channels.reserve(call("next", 20, 10)))).isInstanceOf(ChannelReservation.Refused.class);
        assertThat(await(channels.find(id)).orElseThrow().gap()).contains(TokenAmount.ZERO);
        assertThat(await(channels.giveUpBehindGaps())).isEqualTo(1);
        assertThat(await(payments.find(after.paymentId())).orElseThrow().reasons())
                .containsExactly("channel_gap");
    }

    @Test
    void claimsTheCallsOfAChannelInTheirOrder() {
        observe(1000, 0);
        for (int place = 0; place < 30; place += 10) {
            NewReservation call = call("call " + place, place, 10);
            await(channels.reserve(call));
            await(payments.served(call.paymentId(), receipt(call, 10)));
            await(payments.affirm(call.paymentId(), VALIDATOR));
        }

        assertThat(await(channels.backlog(NOW, 1000)))
                .filteredOn(waiting -> waiting.channelId().equals(id))
                .singleElement()
                .matches(waiting -> waiting.count() == 3);
        Claim claim = new Claim(UUID.randomUUID(), NOW, NOW.plusSeconds(60));
        assertThat(await(batches.claimChannel(claim, id, 100)))
                .extracting(of -> of.payment().authorization().place().orElseThrow())
                .containsExactly(TokenAmount.ZERO, TokenAmount.of(10), TokenAmount.of(20));
        assertThat(await(channels.backlog(NOW, 1000)))
                .noneMatch(waiting -> waiting.channelId().equals(id));
    }

    private void observe(long balance, long later) {
        await(channels.observe(
                id,
                config,
                new ChannelState(TokenAmount.of(balance), TokenAmount.ZERO, 0, BigInteger.ZERO),
                NOW.plusSeconds(later)));
    }

    private NewReservation call(String request, long place, long cap) {
        return Fixtures.channelCall(id, config.payer(), request, place, cap);
    }
}
