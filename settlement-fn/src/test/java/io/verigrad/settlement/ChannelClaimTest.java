package io.verigrad.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.channel.ChannelCommitment;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.channel.ChannelClaim;
import io.verigrad.ledger.ChannelReservation;
import io.verigrad.ledger.Channels;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.PaymentState;
import io.verigrad.ledger.Payments;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.Appraisal;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What calls by channel charged, on its way to the chain. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(ChainResource.class)
class ChannelClaimTest {
    private static final long CAP = 10_000;

    @Inject
    Settler settler;

    @Inject
    Registrar registrar;

    @Inject
    Payments payments;

    @Inject
    Channels channels;

    @ConfigProperty(name = "verigrad.chain.channel-claims")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    String channelClaims;

    @ConfigProperty(name = "verigrad.settlement.runners")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    String runnerUrl;

    private final World world = World.get();

    @BeforeEach
    void startClean() throws Exception {
        world.heal();
        RegisterCall call = world.registration(Keys.ENCLAVE);
        for (int i = 0; i < 60 && world.chain.keyEpoch(Keys.ENCLAVE.address()).isEmpty(); i++) {
            registrar.register(call);
            world.mine(1);
        }
    }

    @Test
    void claimsTheCallsOfAChannelTogetherAndThenTheNext() throws Exception {
        PaidChannel channel = PaidChannel.open(world, "together", 50_000);
        TokenAmount hosted = settlementBalance();
        List<PaidCall> calls =
                List.of(affirmed(channel, 0, 7_000), affirmed(channel, 7_000, CAP), affirmed(channel, 17_000, 4_000));

        settleUntilAll(calls, PaymentState.SETTLED);

        assertThat(channel.state().totalClaimed()).isEqualTo(TokenAmount.of(21_000));
        assertThat(settlementBalance()).isEqualTo(hosted.plus(TokenAmount.of(21_000)));
        assertThat(calls.stream().map(call -> payment(call).transaction()).distinct())
                .singleElement()
                .matches(Optional::isPresent);

        List<PaidCall> more = List.of(affirmed(channel, 21_000, 1_000));
        settleUntilAll(more, PaymentState.SETTLED);
        assertThat(channel.state().totalClaimed()).isEqualTo(TokenAmount.of(22_000));
    }

    @Test
    void claimsManyChannelsUnderOneRootOfTheirEnclave() throws Exception {
        PaidChannel first = PaidChannel.open(world, "first of two", 50_000);
        PaidChannel second = PaidChannel.open(world, "second of two", 50_000);
        List<PaidCall> calls =
                List.of(affirmed(first, 0, 1_000), affirmed(first, 1_000, 2_000), affirmed(second, 0, CAP));
        TokenAmount hosted = settlementBalance();

        try (LoopbackRunner runner = LoopbackRunner.start(URI.create(runnerUrl), world.domain())) {
            settleUntilAll(calls, PaymentState.SETTLED);
            assertThat(runner.signed()).isGreaterThanOrEqualTo(1);
        }

        assertThat(first.state().totalClaimed()).isEqualTo(TokenAmount.of(3_000));
        assertThat(second.state().totalClaimed()).isEqualTo(TokenAmount.of(10_000));
        assertThat(settlementBalance()).isEqualTo(hosted.plus(TokenAmount.of(13_000)));
        assertThat(calls.stream().map(call -> payment(call).transaction()).distinct())
                .as("one transaction")
                .singleElement()
                .matches(Optional::isPresent);
    }

    @Test
    void waitsForTheCallThatComesBefore() throws Exception {
        PaidChannel channel = PaidChannel.open(world, "waits", 50_000);
        PaidCall first = served(channel, 0, 1_000);
        PaidCall second = affirmed(channel, 1_000, 2_000);

        settleTimes(6);
        assertThat(payment(second).state()).isEqualTo(PaymentState.AFFIRMED);
        affirm(first);
        settleUntilAll(List.of(first, second), PaymentState.SETTLED);

        assertThat(channel.state().totalClaimed()).isEqualTo(TokenAmount.of(3_000));
    }

    @Test
    void knowsWhatAnybodyElseClaimed() throws Exception {
        PaidChannel channel = PaidChannel.open(world, "elsewhere", 50_000);
        List<PaidCall> calls = List.of(affirmed(channel, 0, 1_000), affirmed(channel, 1_000, 2_000));
        world.send(Keys.STRANGER, Address.parse(channelClaims), SettlementCalls.commitEach(endorsed(channel, calls)));
        assertThat(channel.state().totalClaimed()).isEqualTo(TokenAmount.of(3_000));

        settleUntilAll(calls, PaymentState.SETTLED);

        assertThat(channel.state().totalClaimed()).isEqualTo(TokenAmount.of(3_000));
    }

    @Test
    void claimsNothingBehindAReceiptThatWasRefused() throws Exception {
        PaidChannel channel = PaidChannel.open(world, "refused", 50_000);
        PaidCall good = affirmed(channel, 0, 1_000);
        PaidCall bad = served(channel, 1_000, 2_000);
        PaidCall behind = affirmed(channel, 3_000, 4_000);
        Waiting.on(payments.contraindicate(bad.paymentId(), validator(), List.of("charge_not_offered")));

        settleUntilAll(List.of(behind), PaymentState.RELEASED);
        settleUntilAll(List.of(good), PaymentState.SETTLED);

        assertThat(channel.state().totalClaimed()).isEqualTo(TokenAmount.of(1_000));
        assertThat(payment(behind).reasons()).containsExactly("channel_gap");
    }

    @Test
    void triesAgainWhatFoundNoQuorum() throws Exception {
        PaidChannel channel = PaidChannel.open(world, "quorum", 50_000);
        PaidCall call = affirmed(channel, 0, 1_000);
        world.validators.forEach(validator -> validator.down = true);
        settleTimes(2);
        assertThat(payment(call).state()).isEqualTo(PaymentState.AFFIRMED);

        world.heal();
        settleUntilAll(List.of(call), PaymentState.SETTLED);
    }

    private PaidCall affirmed(PaidChannel channel, long place, long charge) throws Exception {
        return affirm(served(channel, place, charge));
    }

    private PaidCall affirm(PaidCall call) {
        Waiting.on(payments.affirm(call.paymentId(), validator()));
        return call;
    }

    private PaidCall served(PaidChannel channel, long place, long charge) throws Exception {
        PaidCall call = PaidCall.byChannel(world, channel, place, CAP, charge);
        Waiting.on(channels.observe(
                channel.id(),
                channel.config(),
                channel.state(),
                Clock.systemUTC().instant()));
        assertThat(Waiting.on(channels.reserve(call.reservation()))).isEqualTo(new ChannelReservation.Reserved());
        Waiting.on(payments.served(call.paymentId(), call.receipt()));
        return call;
    }

    private ChannelCommitment endorsed(PaidChannel channel, List<PaidCall> calls) throws Exception {
        List<Hash32> ids = calls.stream().map(call -> call.receipt().id()).toList();
        Appraisal appraisal = new Appraisal(
                MerkleTree.of(ids).root(),
                ids.size(),
                Keys.hash("policy"),
                world.chain.latestBlock().timestamp());
        Hash32 digest = world.domain().digest(appraisal.structHash());
        return new ChannelCommitment(
                calls.stream().map(PaidCall::receipt).toList(),
                Keys.HOST,
                new ChannelClaim(
                        channel.config(), TokenAmount.of(20_000), channel.voucher(20_000), TokenAmount.of(3_000)),
                appraisal,
                Keys.VALIDATORS.stream()
                        .map(key -> new Endorsement(key.address(), key.sign(digest)))
                        .toList());
    }

    private static Address validator() {
        return Keys.VALIDATORS.getFirst().address();
    }

    private TokenAmount settlementBalance() throws Exception {
        return world.balance(world.chain.config().settlement());
    }

    private Payment payment(PaidCall call) {
        return Waiting.on(payments.find(call.paymentId())).orElseThrow();
    }

    private void settleTimes(int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            settler.settle();
            world.mine(1);
        }
    }

    private void settleUntilAll(List<PaidCall> calls, PaymentState state) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!calls.stream().allMatch(call -> payment(call).state() == state)) {
            assertThat(System.nanoTime()).as("time ran out").isLessThan(deadline);
            settleTimes(1);
        }
    }
}
