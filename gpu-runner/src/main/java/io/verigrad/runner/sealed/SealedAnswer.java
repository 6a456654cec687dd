package io.verigrad.runner.sealed;

import io.verigrad.ohttp.BinaryResponse;
import io.verigrad.ohttp.Field;
import io.verigrad.ohttp.Framing;
import io.verigrad.ohttp.ResponseSealer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/** Seals one answer: whole once it is complete, or each part as it comes, as its sender asked. */
final class SealedAnswer {
    private final RoutingContext outer;
    private final ResponseSealer sealer;
    private final int maxBody;

    SealedAnswer(RoutingContext outer, ResponseSealer sealer, int maxBody) {
        this.outer = outer;
        this.sealer = sealer;
        this.maxBody = maxBody;
    }

    void relay(HttpClientResponse inner) {
        if (sealer.framing() == Framing.CHUNKED) {
            stream(inner);
            return;
        }
        Buffer content = Buffer.buffer();
        inner.handler(part -> {
            if (content.length() + part.length() > Math.max(maxBody, 64 << 20)) {
                inner.request().reset();
                return;
            }
            content.appendBuffer(part);
        });
        inner.exceptionHandler(cut -> outer.response().reset());
        inner.endHandler(end -> Loopback.finish(outer, sealer, inner.statusCode(), fields(inner), content.getBytes()));
    }

    private void stream(HttpClientResponse inner) {
        HttpServerResponse response = outer.response()
                .setChunked(true)
                .putHeader("Content-Type", sealer.framing().responseType())
                .putHeader("Cache-Control", "no-store");
        response.write(Buffer.buffer(sealer.start())
                .appendBytes(sealer.chunk(BinaryResponse.head(inner.statusCode(), fields(inner)))));
        inner.handler(part -> {
            if (part.length() > 0) {
                response.write(Buffer.buffer(sealer.chunk(BinaryResponse.part(part.getBytes()))));
            }
            if (response.writeQueueFull()) {
                inner.pause();
                response.drainHandler(drained -> inner.resume());
            }
        });
        // Without its last chunk the sender knows that it was cut off.
        inner.exceptionHandler(cut -> response.reset());
        inner.endHandler(end -> response.end(Buffer.buffer(sealer.last(BinaryResponse.end()))));
    }

    private static List<Field> fields(HttpClientResponse inner) {
        return inner.headers().entries().stream()
                .map(entry -> new Field(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()))
                .filter(field -> !Loopback.isOfTheConnection(field.name()))
                .toList();
    }
}
