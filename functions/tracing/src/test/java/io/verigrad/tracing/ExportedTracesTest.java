package io.verigrad.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector is sent, read with OpenTelemetry's own definition of it. */
class ExportedTracesTest {
    private static final Hash32 PAYMENT =
            Hash32.parse("0x00112233445566778899aabbccddeeff0123456789abcdef0000000000000000");
    private static final CallerContext CALLER =
            new CallerContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00.000001Z");
    private static final Instant ENDED = Instant.parse("2026-01-01T00:00:01Z");

    private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
    private HttpServer collector;
    private URI url;

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.addAll(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
                    .getResourceSpansList());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        url = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void allServicesFindTheTraceInThePaymentsId() {
        List<Span> spans = sent(1, traces -> {
            traces.call(PaymentSpan.of(PAYMENT, "call", BEGUN, ENDED), Optional.empty());
            traces.add(PaymentSpan.of(PAYMENT, "appraise", BEGUN, ENDED));
        });

        Span call = named(spans, "call");
        Span step = named(spans, "appraise");
        assertThat(hex(call.getTraceId().toByteArray())).isEqualTo("00112233445566778899aabbccddeeff");
        assertThat(hex(call.getSpanId().toByteArray())).isEqualTo("0123456789abcdef");
        assertThat(call.getParentSpanId().isEmpty()).isTrue();
        assertThat(step.getTraceId()).isEqualTo(call.getTraceId());
        assertThat(step.getParentSpanId()).isEqualTo(call.getSpanId());
        assertThat(step.getSpanId()).isNotEqualTo(call.getSpanId());
        assertThat(step.getEndTimeUnixNano() - step.getStartTimeUnixNano()).isEqualTo(999_999_000);
        assertThat(attributes(step)).containsEntry("verigrad.payment.id", PAYMENT.toString());
        assertThat(received.getFirst().getResource().getAttributesList())
                .anyMatch(attribute -> attribute.getKey().equals("service.name")
                        && attribute.getValue().getStringValue().equals("a-service"));
    }

    @Test
    void linksTheConsumersOwnTrace() {
        List<Span> spans = sent(1, traces -> {
            traces.offered(new PaymentOffered(CALLER, BEGUN, ENDED, Map.of("gen_ai.request.model", "iris")));
            traces.call(PaymentSpan.of(PAYMENT, "call", BEGUN, ENDED), Optional.of(CALLER));
        });

        Span offer = named(spans, "offer");
        assertThat(hex(offer.getTraceId().toByteArray())).isEqualTo(CALLER.traceId());
        assertThat(hex(offer.getParentSpanId().toByteArray())).isEqualTo(CALLER.spanId());
        assertThat(attributes(offer)).containsEntry("gen_ai.request.model", "iris");
        List<Span> calls =
                spans.stream().filter(span -> span.getName().equals("call")).toList();
        Span theirs = calls.stream()
                .filter(span -> !span.getParentSpanId().isEmpty())
                .findFirst()
                .orElseThrow();
        Span ours = calls.stream()
                .filter(span -> span.getParentSpanId().isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(theirs.getTraceId()).isEqualTo(offer.getTraceId());
        assertThat(theirs.getLinks(0).getTraceId()).isEqualTo(ours.getTraceId());
        assertThat(theirs.getLinks(0).getSpanId()).isEqualTo(ours.getSpanId());
        assertThat(hex(ours.getLinks(0).getTraceId().toByteArray())).isEqualTo(CALLER.traceId());
    }

    @Test
    void leavesAConsumerAloneWhoRecordsNothing() {
        CallerContext silent = new CallerContext(CALLER.traceId(), CALLER.spanId(), false);

        List<Span> spans = sent(1, traces -> {
            traces.offered(new PaymentOffered(silent, BEGUN, ENDED, Map.of()));
            traces.call(PaymentSpan.of(PAYMENT, "call", BEGUN, ENDED), Optional.of(silent));
        });

        assertThat(spans).hasSize(1);
        assertThat(spans.getFirst().getLinksCount()).isZero();
    }

    @Test
    void saysWhatFailed() {
        List<Span> spans = sent(
                1,
                traces -> traces.add(
                        PaymentSpan.of(PAYMENT, "check", BEGUN, ENDED).failed("payment_expired")));

        assertThat(spans.getFirst().getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(spans.getFirst())).containsEntry("error.type", "payment_expired");
    }

    @Test
    void tracesTheShareThatIsAskedFor() {
        assertThat(sent(0, traces -> traces.add(PaymentSpan.of(PAYMENT, "check", BEGUN, ENDED))))
                .isEmpty();
    }

    @Test
    void aCollectorThatIsGoneStopsNobody() {
        collector.stop(0);

        assertThat(sent(1, traces -> traces.add(PaymentSpan.of(PAYMENT, "check", BEGUN, ENDED))))
                .isEmpty();
    }

    private List<Span> sent(double share, Consumer<PaymentTraces> telling) {
        try (ExportedTraces traces = new ExportedTraces(url, share, "a-service")) {
            telling.accept(traces);
        }
        return received.stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    private static Span named(List<Span> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(java.util.stream.Collectors.toMap(
                        attribute -> attribute.getKey(),
                        attribute -> attribute.getValue().getStringValue()));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
