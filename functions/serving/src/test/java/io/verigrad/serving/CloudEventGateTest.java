package io.verigrad.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventGateTest {
    private static final Map<String, String> GOOD =
            Map.of("specversion", "1.0", "id", "1", "source", "/test", "type", Work.EVENT);

    private static Vertx vertx;
    private static HttpServer server;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        CloudEventGate gate = new CloudEventGate(AcceptedEvents.of(Work.EVENT).andBare("tick"));
        router.route().handler(BodyHandler.create()).handler(gate::filter);
        router.route().handler(context -> context.response().end("taken"));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void takesEventsOfItsTypesInBothModes() throws Exception {
        assertThat(binary(GOOD, "application/json").body()).isEqualTo("taken");
        assertThat(binary(GOOD, "application/json; charset=utf-8").body()).isEqualTo("taken");
        assertThat(structured(GOOD).body()).isEqualTo("taken");
    }

    @Test
    void leavesPlainRequestsAlone() throws Exception {
        assertThat(binary(Map.of(), "application/json").body()).isEqualTo("taken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type|io.verigrad.test.happened.v2|expected an event of type io.verigrad.test.happened.v1 or tick, found \\\"io.verigrad.test.happened.v2\\\"",
                "type|com.example.other|expected an event of type",
                "type||expected the attribute type",
                "specversion|0.3|expected specversion 1.0, found \\\"0.3\\\"",
                "specversion|2.0|expected specversion 1.0",
                "specversion||expected specversion 1.0, found none",
                "id||expected the attribute id, found none",
                "source||expected the attribute source, found none",
            })
    void saysWhatIsWrongWithAnEvent(String attribute, String value, String problem) throws Exception {
        Map<String, String> event = new TreeMap<>(GOOD);
        event.remove(attribute);
        if (value != null) {
            event.put(attribute, value);
        }

        for (HttpResponse<String> answer : List.of(binary(event, "application/json"), structured(event))) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("unacceptable_event").contains(problem);
        }
    }

    @Test
    void refusesDataThatIsNotJsonAndBatches() throws Exception {
        assertThat(binary(GOOD, "application/avro").statusCode()).isEqualTo(400);
        assertThat(send("application/cloudevents-batch+json", "[]", Map.of()).statusCode())
                .isEqualTo(400);
        assertThat(send("application/cloudevents+json", "{", Map.of()).statusCode())
                .isEqualTo(400);
        assertThat(send("application/cloudevents+json", "", Map.of()).statusCode())
                .isEqualTo(400);
        Map<String, String> avro = new TreeMap<>(GOOD);
        avro.put("datacontenttype", "application/avro");
        assertThat(structured(avro).body()).contains("application/avro");
    }

    @Test
    void wantsDataWhereItsTypeHasSome() throws Exception {
        assertThat(send("application/json", "", GOOD).body()).contains("expected data");
        assertThat(send("application/cloudevents+json", structured(GOOD, "null"), Map.of())
                        .body())
                .contains("expected data");

        Map<String, String> tick = new TreeMap<>(GOOD);
        tick.put("type", "tick");
        assertThat(send("application/json", "", tick).body()).isEqualTo("taken");
    }

    @Test
    void quotesLittleOfWhatStrangersSend() throws Exception {
        Map<String, String> event = new TreeMap<>(GOOD);
        event.put("type", "x".repeat(5000));

        assertThat(binary(event, "application/json").body()).hasSizeLessThan(400);
    }

    private static HttpResponse<String> binary(Map<String, String> attributes, String mediaType) throws Exception {
        return send(mediaType, "{}", attributes);
    }

    private static HttpResponse<String> structured(Map<String, String> attributes) throws Exception {
        return send("application/cloudevents+json", structured(attributes, "{}"), Map.of());
    }

    private static String structured(Map<String, String> attributes, String data) {
        StringBuilder event = new StringBuilder("{\"data\":").append(data);
        attributes.forEach((name, value) ->
                event.append(",\"").append(name).append("\":\"").append(value).append('"'));
        return event.append('}').toString();
    }

    private static HttpResponse<String> send(String mediaType, String body, Map<String, String> attributes)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort()))
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        attributes.forEach((name, value) -> request.header("ce-" + name, value));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
