package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packages for Lambda, called as Lambda calls them, on the network's own ledger, broker and chain. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LambdaPackagesTest {
    private static final String ATTESTED = "verigrad.inference.attested";
    private static final String APPRAISED = "verigrad.inference.appraised";

    private Devnet devnet;
    private RawCalls calls;
    private Ledger ledger;
    private Bus bus;
    private PlayedSecrets secrets;
    private LambdaFunction payment;
    private LambdaFunction verifier;
    private LambdaFunction settlement;

    @BeforeAll
    void start(Devnet devnet) throws Exception {
        this.devnet = devnet;
        this.calls = RawCalls.to(devnet.runner());
        this.ledger = new Ledger(devnet);
        this.bus = new Bus(devnet);
        ServiceSettings settings = devnet.settings();
        Path home = settings.options().home();
        Path work = Files.createDirectories(settings.options().state().resolve("lambda"));
        secrets = new PlayedSecrets();
        payment = LambdaFunction.start(
                home,
                "functions/payment-fn",
                work,
                secrets.inPlaceOf(settings.payment(), "quarkus.datasource.password", "verigrad.chain.rpc-url"));
        Map<String, String> partial = new TreeMap<>(settings.verifier());
        partial.put("mp.messaging.incoming.attested-in.enabled", "false");
        partial.put("VERIGRAD_LAMBDA_REPORT", "items");
        String key = "verigrad.verifier.key-file";
        partial.put(key, Files.readString(Path.of(settings.verifier().get(key))));
        verifier = LambdaFunction.start(home, "verifier-fn", work, secrets.inPlaceOf(partial, key));
        Map<String, String> clocked = new TreeMap<>(settings.settlement());
        clocked.put("mp.messaging.incoming.appraised-in.enabled", "false");
        clocked.put("verigrad.settlement.tick", "off");
        settlement = LambdaFunction.start(home, "settlement-fn", work, clocked);
    }

    @AfterAll
    void stop() {
        for (LambdaFunction function : new LambdaFunction[] {payment, verifier, settlement}) {
            if (function != null) {
                function.close();
            }
        }
        if (secrets != null) {
            secrets.close();
        }
    }

    @Test
    void isSmallEnoughForAQuickUpload() throws Exception {
        for (String folder : List.of("functions/payment-fn", "verifier-fn", "settlement-fn")) {
            Path zip = devnet.settings().options().home().resolve(folder).resolve("target/lambda/function.zip");
            // AWS takes 50 MB without a detour by S3.
            assertThat(Files.size(zip)).as(folder).isLessThan(50_000_000);
        }
    }

    @Test
    void answersAsAFacilitatorBehindAFunctionUrl() throws Exception {
        JsonNode supported = http(payment, "GET", "/supported", "", 200);
        JsonNode refused = http(payment, "POST", "/check", "{}", 200);
        JsonNode malformed = http(payment, "POST", "/verify", "[", 400);

        assertThat(supported.path("kinds").findValuesAsText("network")).contains("eip155:84532");
        assertThat(refused.path("outcome").asText()).isEqualTo("refused");
        assertThat(malformed.toString()).isNotEmpty();
    }

    @Test
    void knowsItsAssetsFromTheEnvironment() throws Exception {
        SignedReceipt receipt = calls.answered(Accounts.OTHER_PAYER);

        JsonNode status = http(
                payment,
                "POST",
                "/status",
                "{\"paymentId\":\"" + receipt.receipt().paymentId() + "\"}",
                200);

        assertThat(status.path("state").asText()).isNotEmpty();
    }

    @Test
    void appraisesAndSettlesWhatKafkaDelivers() throws Exception {
        devnet.verifier().kill();
        devnet.settlement().kill();
        try {
            SignedReceipt receipt = calls.answered(Accounts.OTHER_PAYER);
            ConsumerRecord<String, byte[]> good =
                    bus.record(ATTESTED, receipt.receipt().paymentId());
            ConsumerRecord<String, byte[]> poison = new ConsumerRecord<>(
                    ATTESTED, (good.partition() + 1) % 3, 7, "poison", "{".getBytes(StandardCharsets.UTF_8));
            good.headers().forEach(poison.headers()::add);

            JsonNode report = answer(verifier.invoke(LambdaEvents.kafka(List.of(poison, good))));

            assertThat(report.path("batchItemFailures")).hasSize(1);
            assertThat(report.at("/batchItemFailures/0/itemIdentifier"))
                    .isEqualTo(Json.mapper().readTree("""
                            {"partition": "%s-%d", "offset": 7}""".formatted(ATTESTED, poison.partition())));
            assertThat(ledger.await(receipt.receipt().paymentId(), "AFFIRMED")).isNotNull();

            ConsumerRecord<String, byte[]> verdict =
                    bus.record(APPRAISED, receipt.receipt().paymentId());
            assertThat(Json.read(verdict.value(), InferenceAppraised.class).receiptId())
                    .isEqualTo(receipt.id());
            // Batches are endorsed by the validator over HTTP, so that one is needed again.
            devnet.verifier().start();
            devnet.verifier().awaitLive();
            answer(settlement.invoke(LambdaEvents.kafka(List.of(verdict))));
            settle(receipt);
        } finally {
            revive(devnet.verifier());
            revive(devnet.settlement());
        }
    }

    @Test
    void takesStructuredEventsOfAQueue() throws Exception {
        devnet.verifier().kill();
        try {
            SignedReceipt receipt = calls.answered(Accounts.OTHER_PAYER);
            String value = new String(
                    bus.record(ATTESTED, receipt.receipt().paymentId()).value(), StandardCharsets.UTF_8);
            String event = """
                    {"specversion":"1.0","type":"%s","source":"/test","id":"1","datacontenttype":"application/json","data":%s}""".formatted(InferenceAttested.TYPE, value);
            String stranger = event.replace(InferenceAttested.TYPE, "com.example.unknown.v1");

            JsonNode report = answer(verifier.invoke(LambdaEvents.sqs(event, stranger, "no event")));

            assertThat(report.path("batchItemFailures").findValuesAsText("itemIdentifier"))
                    .containsExactly("m1", "m2");
            assertThat(ledger.await(receipt.receipt().paymentId(), "AFFIRMED", "SETTLING", "SETTLED"))
                    .isNotNull();
        } finally {
            revive(devnet.verifier());
        }
    }

    @Test
    void failsAWholeBatchWhereFailuresOfItemsAreNotReported() throws Exception {
        LambdaRuntime.Outcome outcome = settlement.invoke(LambdaEvents.sqs("no event"));

        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.body()).contains("1 of 1 records failed, first message m0");
    }

    @Test
    void startsARoundByTheClockOfEventBridge() throws Exception {
        assertThat(settlement.invoke(LambdaEvents.schedule()).failed()).isFalse();
        assertThat(verifier.invoke(LambdaEvents.schedule()).failed())
                .as("verifier-fn has no use for a clock")
                .isTrue();
    }

    @Test
    void refusesEventsOfAnUnknownKind() throws Exception {
        LambdaRuntime.Outcome outcome =
                verifier.invoke("{\"Records\":[{\"eventSource\":\"aws:s3\",\"s3\":{\"object\":{\"key\":\"x\"}}}]}");

        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.body()).contains("expected an HTTP request").doesNotContain("\"x\"");
    }

    /** Rounds until the payment is settled; a round looks at the blocks that are there. */
    private void settle(SignedReceipt receipt) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!PaymentStatus.of(devnet.payment().url(), receipt.receipt().paymentId())
                .state()
                .equals("SETTLED")) {
            assertThat(System.nanoTime()).as("settled within a minute").isLessThan(deadline);
            answer(settlement.invoke(LambdaEvents.schedule()));
            Thread.sleep(200);
        }
    }

    private static JsonNode http(LambdaFunction function, String method, String path, String body, int status)
            throws Exception {
        JsonNode answer = answer(function.invoke(LambdaEvents.http(method, path, body)));
        assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(status);
        String text = answer.path("body").asText();
        byte[] json = answer.path("isBase64Encoded").asBoolean()
                ? java.util.Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
        return Json.mapper().readTree(json);
    }

    private static JsonNode answer(LambdaRuntime.Outcome outcome) throws Exception {
        assertThat(outcome.failed()).as(outcome.body()).isFalse();
        return outcome.body().isEmpty()
                ? Json.mapper().nullNode()
                : Json.mapper().readTree(outcome.body());
    }

    private static void revive(ServiceProcess service) throws Exception {
        if (!service.isRunning()) {
            service.start();
        }
        service.awaitLive();
    }
}
