package io.verigrad.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends spans to a collector, in the background, a few seconds later (OTLP over HTTP). Spans that it does not take are
 * dropped: no call waits for them.
 */
final class ExportedTraces implements PaymentTraces, AutoCloseable {
    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final String PAYMENT = "verigrad.payment.id";

    private final CallIds ids = new CallIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /** @param share of payments that are traced, from 0 to 1; the same ones in all services */
    ExportedTraces(URI collector, double share, String service) {
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)))
                .setIdGenerator(ids)
                .setSampler(Sampler.traceIdRatioBased(share))
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(collector.toString())
                                .build())
                        .setScheduleDelay(DELAY)
                        .build())
                .build();
        this.tracer = provider.get("io.verigrad");
    }

    @Override
    public void add(PaymentSpan span) {
        end(
                span,
                builder(span)
                        .setParent(Context.root().with(Span.wrap(TraceIds.context(span.paymentId()))))
                        .startSpan());
    }

    @Override
    public void offered(PaymentOffered offer) {
        if (offer.caller().sampled()) {
            SpanBuilder builder = tracer.spanBuilder("offer")
                    .setParent(Context.root().with(Span.wrap(context(offer.caller()))))
                    .setSpanKind(SpanKind.SERVER)
                    .setStartTimestamp(offer.begun());
            offer.attributes().forEach(builder::setAttribute);
            builder.startSpan().end(offer.ended());
        }
    }

    @Override
    public void call(PaymentSpan span, Optional<CallerContext> caller) {
        SpanBuilder call = builder(span).setNoParent().setSpanKind(SpanKind.SERVER);
        // Who does not record its own trace does not want ours in it.
        caller.filter(CallerContext::sampled).map(ExportedTraces::context).ifPresent(context -> {
            call.addLink(context);
            end(
                    span,
                    builder(span)
                            .setParent(Context.root().with(Span.wrap(context)))
                            .setSpanKind(SpanKind.SERVER)
                            .addLink(TraceIds.context(span.paymentId()))
                            .startSpan());
        });
        end(span, ids.of(span.paymentId(), call::startSpan));
    }

    @Override
    public void close() {
        provider.close();
    }

    private SpanBuilder builder(PaymentSpan span) {
        SpanBuilder builder = tracer.spanBuilder(span.name())
                .setStartTimestamp(span.begun())
                .setAttribute(PAYMENT, span.paymentId().toString());
        span.attributes().forEach(builder::setAttribute);
        return builder;
    }

    private static void end(PaymentSpan span, Span open) {
        span.problem().ifPresent(reason -> {
            open.setStatus(StatusCode.ERROR, reason);
            open.setAttribute("error.type", reason);
        });
        open.end(span.ended());
    }

    private static SpanContext context(CallerContext caller) {
        return SpanContext.createFromRemoteParent(
                caller.traceId(),
                caller.spanId(),
                caller.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
