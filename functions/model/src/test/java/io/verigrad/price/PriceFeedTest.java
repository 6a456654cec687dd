package io.verigrad.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PriceFeedTest {
    private static final ChainId CHAIN = new ChainId(8453);
    private static final Address TOKEN = Address.parse("0x1111111111111111111111111111111111111111");
    private static final TypedDataDomain DOMAIN = PriceStatement.domain(CHAIN, TOKEN);
    private static final long START = 1_800_000_000;
    private static final List<PrivateKey> KEYS = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> PrivateKey.parse("0x" + String.valueOf(i).repeat(64)))
            .toList();

    private final long[] now = {START};
    private final Clock clock = ((InstantSource) () -> Instant.ofEpochSecond(now[0])).withZone(ZoneOffset.UTC);
    private final PriceFeed feed = feed(5, 3);

    private PriceFeed feed(int signers, int quorum) {
        Set<Address> allowed =
                KEYS.stream().limit(signers).map(PrivateKey::address).collect(Collectors.toSet());
        return new PriceFeed(
                new PriceRules(
                        DOMAIN,
                        "OPG/USD",
                        allowed,
                        quorum,
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(10),
                        200,
                        2_000,
                        Duration.ofSeconds(600)),
                clock);
    }

    private static TokenAmount usd(String cents) {
        return TokenAmount.parse(cents + "0".repeat(16));
    }

    private SignedPrice price(int key, String cents) {
        return price(key, cents, now[0]);
    }

    private static SignedPrice price(int key, String cents, long observedAt) {
        return SignedPrice.sign(
                new PriceStatement("OPG/USD", usd(cents), observedAt, observedAt + 3600), DOMAIN, KEYS.get(key));
    }

    private PriceState.Cause cause() {
        return ((PriceState.Unavailable) feed.state()).cause();
    }

    private void stateAll(String cents) {
        for (int key = 0; key < 3; key++) {
            assertThat(feed.offer(price(key, cents))).isEqualTo(PriceReception.TAKEN);
        }
    }

    @Test
    void believesTheMedianOfEnoughSigners() {
        assertThat(cause()).isEqualTo(PriceState.Cause.STALE);
        feed.offer(price(0, "100"));
        feed.offer(price(1, "101"));
        assertThat(cause()).isEqualTo(PriceState.Cause.STALE);

        feed.offer(price(2, "102"));

        assertThat(feed.state()).isEqualTo(new PriceState.Believed(usd("101"), START));
    }

    @Test
    void believesNoPriceOfOneSignerStatedOftenEnough() {
        for (int i = 0; i < 5; i++) {
            now[0]++;
            assertThat(feed.offer(price(0, "100"))).isEqualTo(PriceReception.TAKEN);
        }

        assertThat(cause()).isEqualTo(PriceState.Cause.STALE);
    }

    @Test
    void forgetsPricesThatAreTooOld() {
        stateAll("100");
        now[0] += 300;
        assertThat(feed.state()).isInstanceOf(PriceState.Believed.class);

        now[0] += 1;

        assertThat(cause()).isEqualTo(PriceState.Cause.STALE);
        assertThat(feed.offer(price(0, "100", START))).isEqualTo(PriceReception.STALE);
    }

    @Test
    void forgetsPricesWhoseSignersCallThemInvalidByNow() {
        SignedPrice brief =
                SignedPrice.sign(new PriceStatement("OPG/USD", usd("100"), START, START + 20), DOMAIN, KEYS.getFirst());
        assertThat(feed.offer(brief)).isEqualTo(PriceReception.TAKEN);
        feed.offer(price(1, "100"));
        feed.offer(price(2, "100"));

        now[0] += 20;

        assertThat(cause()).isEqualTo(PriceState.Cause.STALE);
    }

    @Test
    void refusesStrangersAndPricesOfAnotherTokenOrChain() {
        PriceFeed three = feed(3, 2);
        assertThat(three.offer(price(3, "100"))).isEqualTo(PriceReception.WRONG_SIGNER);

        PriceStatement statement = price(0, "100").statement();
        TypedDataDomain testnet = PriceStatement.domain(new ChainId(84532), TOKEN);
        assertThat(three.offer(SignedPrice.sign(statement, testnet, KEYS.getFirst())))
                .isEqualTo(PriceReception.WRONG_SIGNER);

        PriceStatement changed =
                new PriceStatement("OPG/USD", usd("999"), statement.observedAt(), statement.validUntil());
        assertThat(three.offer(new SignedPrice(changed, price(0, "100").signature())))
                .isEqualTo(PriceReception.WRONG_SIGNER);

        PriceStatement euros =
                new PriceStatement("OPG/EUR", usd("100"), statement.observedAt(), statement.validUntil());
        assertThat(three.offer(SignedPrice.sign(euros, DOMAIN, KEYS.getFirst())))
                .isEqualTo(PriceReception.WRONG_PAIR);
    }

    @Test
    void refusesPricesOfTheFutureBeyondTheSkewOfClocks() {
        assertThat(feed.offer(price(0, "100", START + 10))).isEqualTo(PriceReception.TAKEN);
        assertThat(feed.offer(price(1, "100", START + 11))).isEqualTo(PriceReception.FROM_THE_FUTURE);
    }

    @Test
    void refusesOlderPricesOfASignerThatHasStatedANewerOne() {
        stateAll("100");
        SignedPrice old = price(0, "90", START - 60);
        assertThat(feed.offer(old)).isEqualTo(PriceReception.REPLAYED);
        assertThat(feed.offer(price(0, "90"))).isEqualTo(PriceReception.REPLAYED);
        assertThat(feed.offer(price(0, "100"))).isEqualTo(PriceReception.KNOWN);

        assertThat(feed.state()).isEqualTo(new PriceState.Believed(usd("100"), START));
    }

    @Test
    void hasNoPriceWhileSignersDisagreeAndSurvivesOneLiar() {
        feed.offer(price(0, "100"));
        feed.offer(price(1, "100"));
        feed.offer(price(2, "150"));
        assertThat(cause()).isEqualTo(PriceState.Cause.DISAGREEMENT);

        feed.offer(price(3, "101"));

        assertThat(feed.state()).isEqualTo(new PriceState.Believed(usd("100"), START));
    }

    @Test
    void believesAnAbsurdJumpOnlyWhenItLasts() {
        stateAll("100");
        feed.state();

        now[0] += 10;
        stateAll("1000");
        assertThat(cause()).isEqualTo(PriceState.Cause.JUMP);
        for (int i = 0; i < 5; i++) {
            now[0] += 119;
            stateAll("1000");
            assertThat(cause()).isEqualTo(PriceState.Cause.JUMP);
        }

        now[0] += 5;
        assertThat(feed.state()).isEqualTo(new PriceState.Believed(usd("1000"), now[0] - 5));
    }

    @Test
    void goesOnAtOnceWhenAJumpWasAMistake() {
        stateAll("100");
        feed.state();
        now[0] += 10;
        stateAll("1");
        assertThat(cause()).isEqualTo(PriceState.Cause.JUMP);

        now[0] += 10;
        stateAll("110");

        assertThat(feed.state()).isEqualTo(new PriceState.Believed(usd("110"), now[0]));
    }

    @Test
    void startsTheHoldAnewWhenTheJumpJumps() {
        stateAll("100");
        feed.state();
        now[0] += 10;
        stateAll("1000");
        feed.state();
        now[0] += 599;
        stateAll("100000");
        assertThat(cause()).isEqualTo(PriceState.Cause.JUMP);
        now[0] += 200;

        assertThat(cause()).isEqualTo(PriceState.Cause.JUMP);
    }

    @Test
    void isTheSameInJson() throws Exception {
        SignedPrice price = price(0, "100");

        assertThat(Json.read(Json.write(price), SignedPrice.class)).isEqualTo(price);
    }

    @Test
    void refusesMalformedStatements() {
        for (String statement : List.of(
                "{}",
                "{'pair':'OPG/USD','price':'0','observedAt':'1','validUntil':'2'}",
                "{'pair':'OPG/USD','price':'-1','observedAt':'1','validUntil':'2'}",
                "{'pair':'OPG/USD','price':'1.5','observedAt':'1','validUntil':'2'}",
                "{'pair':'OPG/USD','price':'1','observedAt':'2','validUntil':'2'}",
                "{'pair':'OPG/USD','price':'1','observedAt':'1','validUntil':'99999999999999999999'}",
                "{'pair':'opg','price':'1','observedAt':'1','validUntil':'2'}")) {
            String json = "{'statement':" + statement + ",'signature':'0x"
                    + price(0, "100").signature().bytes().toString().substring(2) + "'}";
            assertThatThrownBy(() ->
                            Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), SignedPrice.class))
                    .as(statement)
                    .isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void roundsUpByAtMostOneUnit() {
        Conversion opg = new Conversion(6, 18);
        assertThat(opg.toToken(TokenAmount.of(1_000_000), usd("100"))).isEqualTo(usd("100"));
        assertThat(opg.toToken(TokenAmount.of(1), usd("300"))).isEqualTo(TokenAmount.parse("333333333334"));
        assertThat(opg.toToken(TokenAmount.ZERO, usd("300"))).isEqualTo(TokenAmount.ZERO);

        Conversion coarse = new Conversion(6, 0);
        assertThat(coarse.toToken(TokenAmount.of(1), usd("100"))).isEqualTo(TokenAmount.of(1));
    }

    @Test
    void takesNoRulesByWhichTwoPricesCouldBeAgreedOn() {
        assertThatThrownBy(() -> feed(4, 2)).hasMessageContaining("more than half");
        assertThatThrownBy(() -> feed(2, 3)).hasMessageContaining("found 3 of 2");
        assertThatThrownBy(() -> feed(0, 0)).hasMessageContaining("found 0 of 0");
    }
}
