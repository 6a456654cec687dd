package io.verigrad.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@LedgerTest
class ResourcesTest {
    @Inject
    Resources resources;

    @Inject
    PaymentIdentifiers identifiers;

    @Test
    void findsByWordsAndEveryMember() {
        Address payee = anybody();
        await(resources.note(resource("https://a.example/weather", payee, "Weather of tomorrow, worldwide")));
        await(resources.note(resource("https://a.example/chat", payee, "Talk about anything")));

        assertThat(entries(query(Optional.of("tomorrow weather"), payee))).containsExactly("https://a.example/weather");
        assertThat(entries(query(Optional.of("nothing of that"), payee))).isEmpty();
        assertThat(entries(query(Optional.empty(), payee)))
                .containsExactly("https://a.example/chat", "https://a.example/weather");
        assertThat(entries(new ResourceQuery(
                        Optional.empty(),
                        Optional.of("mcp"),
                        Optional.of(payee),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        10,
                        0)))
                .isEmpty();
        assertThat(entries(new ResourceQuery(
                        Optional.empty(),
                        Optional.of("http"),
                        Optional.of(payee),
                        Optional.of("exact"),
                        Optional.of("eip155:84532"),
                        Optional.of("bazaar"),
                        1,
                        1)))
                .containsExactly("https://a.example/weather");
    }

    @Test
    void listsAnAddressOncePerPayee() {
        Address payee = anybody();
        Address other = anybody();
        await(resources.note(resource("https://b.example", payee, "first")));
        await(resources.note(resource("https://b.example", payee, "second")));
        await(resources.note(resource("https://b.example", other, "of somebody else")));

        assertThat(await(resources.find(query(Optional.empty(), payee))).total())
                .isEqualTo(1);
        assertThat(entries(query(Optional.of("first"), payee))).isEmpty();
        assertThat(entries(query(Optional.of("second"), payee))).hasSize(1);
    }

    @Test
    void takesNoMoreOfOnePayeeThanTheLimit() {
        Address payee = anybody();
        for (int i = 0; i < Resources.MAX_OF_PAYEE; i++) {
            assertThat(await(resources.note(resource("https://c.example/" + i, payee, ""))))
                    .isTrue();
        }

        assertThat(await(resources.note(resource("https://c.example/more", payee, ""))))
                .isFalse();
        assertThat(await(resources.note(resource("https://c.example/7", payee, ""))))
                .isTrue();
    }

    @Test
    void givesANameToOnePaymentHoweverManyWantIt() {
        Address payer = anybody();
        Address payee = anybody();
        List<Uni<Boolean>> claims = IntStream.range(0, 20)
                .mapToObj(i -> identifiers.claim(payer, payee, "pay_0123456789abcdef", Bytes.of((byte) (i % 5))))
                .toList();

        List<Boolean> won = await(Uni.join().all(claims).andFailFast());

        assertThat(won).filteredOn(Boolean::booleanValue).hasSize(4);
        assertThat(await(identifiers.claim(anybody(), payee, "pay_0123456789abcdef", Bytes.of((byte) 99))))
                .isTrue();
    }

    private List<String> entries(ResourceQuery query) {
        return await(resources.find(query)).found().stream()
                .map(ResourcePage.Found::entry)
                .toList();
    }

    private static ResourceQuery query(Optional<String> words, Address payee) {
        return new ResourceQuery(
                words,
                Optional.empty(),
                Optional.of(payee),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                10,
                0);
    }

    private static ListedResource resource(String url, Address payee, String words) {
        return new ListedResource(url, payee, "http", "exact", "eip155:84532", List.of("bazaar"), url, words);
    }

    private static Address anybody() {
        byte[] bytes = new byte[20];
        new Random().nextBytes(bytes);
        return Address.of(bytes);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
