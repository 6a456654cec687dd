package io.verigrad.client.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.FakeRunner;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RehearsalsTest {
    private static final byte[] BODY = "{\"input\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

    private final BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(5), 1 << 20);
    private FakeRunner runner;

    @BeforeEach
    void start() throws IOException {
        runner = new FakeRunner();
    }

    @AfterEach
    void stop() {
        runner.close();
        http.close();
    }

    private RehearsalOutcome rehearse(URI target) {
        return new Rehearsals(TestEnclave.NETWORK, http).of(target, Bytes.of(BODY), Assurance.UNATTESTED);
    }

    @Test
    void tellsWhatTheCallWouldCostAndPaysNothing() {
        RehearsalOutcome outcome = rehearse(runner.target());

        assertThat(outcome).isInstanceOfSatisfying(RehearsalOutcome.Rehearsed.class, rehearsed -> {
            Rehearsal rehearsal = rehearsed.rehearsal();
            assertThat(rehearsal.requestHash()).isEqualTo(ContentHash.request("POST", "/v1/embeddings", BODY));
            assertThat(rehearsal.quote()).isEqualTo(runner.offers);
            assertThat(rehearsal.testReceipt().receipt().enclaveKey()).isEqualTo(TestEnclave.ENCLAVE.address());
        });
        assertThat(runner.paid).isEmpty();
    }

    static Stream<Arguments> untrue() {
        Consumer<FakeRunner> anotherHash =
                runner -> runner.rehearsal = json -> json.put("requestHash", Hash32.ZERO.toString());
        Consumer<FakeRunner> anotherRequest = runner -> runner.receipt =
                receipt -> TestEnclave.changed(receipt, m -> m.put("requestHash", Hash32.ZERO.toString()));
        Consumer<FakeRunner> charged =
                runner -> runner.receipt = receipt -> TestEnclave.changed(receipt, m -> m.put("charge", "1"));
        Consumer<FakeRunner> strangersKey = runner -> runner.receipt = receipt -> TestEnclave.changed(
                receipt, m -> m.put("enclaveKey", TestEnclave.STRANGER.address().toString()));
        Consumer<FakeRunner> realDomain = runner ->
                runner.rehearsal = json -> with(json, "/testReceipt/domain", domain -> domain.put("name", "Verigrad"));
        Consumer<FakeRunner> noDryRun = runner -> runner.rehearsal = json -> json.put("dryRun", false);
        Consumer<FakeRunner> nothing = runner -> runner.rehearsal = json -> json.removeAll();
        return Stream.of(
                Arguments.of(anotherHash, "another request"),
                Arguments.of(anotherRequest, "another request"),
                Arguments.of(charged, "charges 1"),
                Arguments.of(strangersKey, "not signed by the key that it names"),
                Arguments.of(realDomain, "test domain"),
                Arguments.of(noDryRun, "does not say that it was a dry run"),
                Arguments.of(nothing, "malformed"));
    }

    private static ObjectNode with(ObjectNode json, String pointer, Consumer<ObjectNode> change) {
        change.accept((ObjectNode) json.at(pointer));
        return json;
    }

    @ParameterizedTest
    @MethodSource("untrue")
    void believesNothingElse(Consumer<FakeRunner> lie, String problem) {
        lie.accept(runner);

        assertThat(rehearse(runner.target()))
                .isInstanceOfSatisfying(
                        RehearsalOutcome.Untrue.class,
                        untrue -> assertThat(untrue.problem()).contains(problem));
    }

    @Test
    void handsOnARefusal() {
        runner.firstStatus = Optional.of(412);

        assertThat(rehearse(runner.target()))
                .isInstanceOfSatisfying(
                        RehearsalOutcome.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(412));
    }

    @Test
    void saysThatNobodyAnswers() {
        assertThat(rehearse(URI.create("http://127.0.0.1:1/v1/embeddings")))
                .isInstanceOf(RehearsalOutcome.Unreachable.class);
    }
}
