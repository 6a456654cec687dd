package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The packages as Knative runs them: {@code quarkus-app} with the settings of {@code deploy/knative}, called with the
 * CloudEvents that a broker and a clock send. The network's own verifier and settler rest meanwhile.
 */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnativePackagesTest {
    private static final String ATTESTED = "verigrad.inference.attested";

    private final List<ServiceProcess> started = new ArrayList<>();
    private Devnet devnet;
    private RawCalls calls;
    private Bus bus;
    private CloudEventCalls verifier;
    private CloudEventCalls settlement;

    @BeforeAll
    void start(Devnet devnet) throws Exception {
        this.devnet = devnet;
        this.calls = RawCalls.to(devnet.runner());
        this.bus = new Bus(devnet);
        devnet.verifier().kill();
        devnet.settlement().kill();
        int[] ports = Ports.free(2);
        URI validator = URI.create("http://127.0.0.1:" + ports[0]);
        verifier = new CloudEventCalls(start(
                "verifier-fn",
                "verifier-fn",
                ports[0],
                with(devnet.settings().verifier(), "verigrad.kafka.enabled", "false")));
        settlement = new CloudEventCalls(start(
                "settlement-fn",
                "settlement-fn",
                ports[1],
                with(
                        devnet.settings().settlement(),
                        "verigrad.kafka.enabled",
                        "false",
                        "verigrad.settlement.tick",
                        "off",
                        "verigrad.settlement.validators",
                        validator.toString())));
        for (ServiceProcess service : started) {
            service.awaitReady();
        }
    }

    @AfterAll
    void stop() throws Exception {
        started.forEach(ServiceProcess::close);
        for (ServiceProcess service : List.of(devnet.verifier(), devnet.settlement())) {
            if (!service.isRunning()) {
                service.start();
            }
            service.awaitLive();
        }
    }

    @Test
    void appraisesAndSettlesEventsInBinaryMode() throws Exception {
        SignedReceipt receipt = calls.answered(Accounts.OTHER_PAYER);

        HttpResponse<String> verdict =
                verifier.binary(CloudEventCalls.attributes(InferenceAttested.TYPE), attested(receipt));

        assertThat(verdict.statusCode()).as(verdict.body()).isEqualTo(200);
        assertThat(verdict.headers().firstValue("ce-specversion")).contains("1.0");
        assertThat(verdict.headers().firstValue("ce-type")).contains(InferenceAppraised.TYPE);
        assertThat(verdict.headers().firstValue("ce-source")).contains("verifier-fn");
        assertThat(verdict.headers().firstValue("ce-id")).isPresent();
        assertThat(state(receipt)).isIn("AFFIRMED", "SETTLING");

        // The broker hands the verdict on as it is.
        Map<String, String> attributes = new TreeMap<>();
        for (String name : List.of("specversion", "type", "source", "id")) {
            attributes.put(name, verdict.headers().firstValue("ce-" + name).orElseThrow());
        }
        HttpResponse<String> taken = settlement.binary(attributes, verdict.body());
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(204);
        settle(receipt);
    }

    @Test
    void appraisesAndSettlesEventsInStructuredMode() throws Exception {
        SignedReceipt receipt = calls.answered(Accounts.OTHER_PAYER);

        HttpResponse<String> verdict =
                verifier.structured(CloudEventCalls.attributes(InferenceAttested.TYPE), attested(receipt));

        assertThat(verdict.statusCode()).as(verdict.body()).isEqualTo(200);
        JsonNode event = Json.mapper().readTree(verdict.body());
        assertThat(event.path("type").asText()).isEqualTo(InferenceAppraised.TYPE);
        assertThat(event.at("/data/receiptId").asText()).isEqualTo(receipt.id().toString());
        assertThat(settlement
                        .structured(
                                CloudEventCalls.attributes(InferenceAppraised.TYPE),
                                event.path("data").toString())
                        .statusCode())
                .isEqualTo(204);
        settle(receipt);
    }

    @Test
    void refusesWhatItCannotTakeForGoodAndLosesNothing() throws Exception {
        SignedReceipt receipt = calls.answered(Accounts.OTHER_PAYER);
        String data = attested(receipt);
        Map<String, String> good = CloudEventCalls.attributes(InferenceAttested.TYPE);
        Map<String, String> newer = CloudEventCalls.attributes("io.verigrad.inference.attested.v2");
        Map<String, String> strange = CloudEventCalls.attributes("com.example.order.created");
        Map<String, String> old = with(good, "specversion", "0.3");

        // 400 sends an event to the dead letters at once; 404, 429 and 5xx would send it again.
        refused(verifier.binary(newer, data), "found \\\"io.verigrad.inference.attested.v2\\\"");
        refused(verifier.structured(newer, data), "expected an event of type " + InferenceAttested.TYPE);
        refused(verifier.binary(strange, data), "com.example.order.created");
        refused(verifier.binary(old, data), "expected specversion 1.0");
        refused(verifier.structured(old, data), "expected specversion 1.0");
        refused(settlement.binary(good, data), InferenceAppraised.TYPE);
        for (String poison : List.of("{", "[]", "null", "\"text\"", "{\"receipt\":{}}")) {
            refused(verifier.binary(good, poison), "");
            refused(verifier.structured(good, poison), "");
        }
        assertThat(state(receipt)).isEqualTo("RESERVED");

        assertThat(verifier.binary(good, data).statusCode()).isEqualTo(200);
        assertThat(verifier.binary(good, data).statusCode())
                .as("a broker may deliver twice")
                .isEqualTo(200);
        settle(receipt);
    }

    @Test
    void refusesEventsWhereThereIsNoFunctionForThem() throws Exception {
        CloudEventCalls payment = new CloudEventCalls(devnet.payment().url());

        refused(payment.binary(CloudEventCalls.attributes(InferenceAttested.TYPE), "{}"), "takes no events");
    }

    @Test
    void asksForAnotherTryWhileTheContractsAreNotWhereItLooks() throws Exception {
        int port = Ports.free(1)[0];
        Map<String, String> astray = with(
                devnet.settings().settlement(),
                "verigrad.kafka.enabled",
                "false",
                "verigrad.settlement.tick",
                "off",
                "verigrad.chain.settlement",
                "0x000000000000000000000000000000000000dEaD");
        URI url = start("settlement-astray", "settlement-fn", port, astray);
        started.getLast().awaitLive();

        HttpResponse<String> answer = new CloudEventCalls(url).tick();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("not_ready").contains("found no code");
        started.removeLast().close();
    }

    /** Rounds by the clock until the payment is settled; a round looks at the blocks that are there. */
    private void settle(SignedReceipt receipt) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!state(receipt).equals("SETTLED")) {
            assertThat(System.nanoTime()).as("settled within a minute").isLessThan(deadline);
            HttpResponse<String> round = settlement.tick();
            assertThat(round.statusCode()).as(round.body()).isEqualTo(204);
            Thread.sleep(200);
        }
    }

    private String state(SignedReceipt receipt) throws Exception {
        Hash32 paymentId = receipt.receipt().paymentId();
        return PaymentStatus.of(devnet.payment().url(), paymentId).state();
    }

    private String attested(SignedReceipt receipt) {
        return new String(bus.record(ATTESTED, receipt.receipt().paymentId()).value(), StandardCharsets.UTF_8);
    }

    private static void refused(HttpResponse<String> answer, String problem) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(problem);
    }

    private URI start(String name, String folder, int port, Map<String, String> settings) throws Exception {
        DevnetOptions options = devnet.settings().options();
        StringBuilder lines = new StringBuilder();
        settings.forEach(
                (key, value) -> lines.append(key).append('=').append(value).append('\n'));
        Path state = Files.createDirectories(options.state().resolve("knative"));
        Path configuration = Directories.writeSecret(state.resolve(name + ".properties"), lines.toString());
        ServiceProcess service = new ServiceProcess(
                name,
                Services.application(options.home(), folder),
                state.resolve(name + ".log"),
                port,
                "256m",
                configuration);
        service.start();
        started.add(service);
        return service.url();
    }

    private static Map<String, String> with(Map<String, String> settings, String... more) {
        Map<String, String> changed = new TreeMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            changed.put(more[i], more[i + 1]);
        }
        return changed;
    }
}
