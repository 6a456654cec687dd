package io.verigrad.runner.sealed;

import io.verigrad.ohttp.BinaryRequest;
import io.verigrad.ohttp.BinaryResponse;
import io.verigrad.ohttp.Field;
import io.verigrad.ohttp.ResponseSealer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Serves an opened request by this process's own HTTP routes, over the loopback interface inside the enclave, so that a
 * private call is checked, paid for and answered by the same code as any other.
 */
final class Loopback {
    /** Fields of one connection (RFC 9110, section 7.6.1), and those that the client writes itself. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final int MAX_HEADER = 64 << 10;

    private final HttpClient http;
    private final int maxBody;

    Loopback(Vertx vertx, int maxBody) {
        this.maxBody = maxBody;
        // To this process only, so whatever certificate answers is its own.
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setTrustAll(true)
                .setVerifyHost(false)
                .setMaxPoolSize(256)
                // Offers fill a header, and Vert.x takes 8 KiB of it where nothing is said.
                .setMaxHeaderSize(MAX_HEADER)
                .setDecompressionSupported(false));
    }

    void forward(RoutingContext outer, BinaryRequest request, ResponseSealer sealer) {
        // Only models and what belongs to them: a gateway that forwarded to itself could be made to loop.
        if (!request.path().matches("/v[12]/.*") || !Set.of("GET", "POST").contains(request.method())) {
            String problem = "{\"error\":\"expected GET or POST of a path below /v1/ or /v2/\"}";
            finish(outer, sealer, 404, List.of(), problem.getBytes(StandardCharsets.UTF_8));
            return;
        }
        http.request(options(outer.request(), request))
                .onSuccess(inner -> {
                    request.fields().stream()
                            .filter(field -> !OF_THE_CONNECTION.contains(field.name()))
                            .forEach(field -> inner.headers().add(field.name(), field.value()));
                    // Who sent the sealed request has left: nobody can open the answer.
                    outer.addEndHandler(end -> {
                        if (end.failed()) {
                            inner.reset();
                        }
                    });
                    answer(outer, inner, request.content(), sealer);
                })
                .onFailure(failure -> fail(outer, sealer));
    }

    private void answer(RoutingContext outer, HttpClientRequest inner, byte[] content, ResponseSealer sealer) {
        SealedAnswer answer = new SealedAnswer(outer, sealer, maxBody);
        inner.response().onSuccess(answer::relay).onFailure(failure -> fail(outer, sealer));
        inner.end(Buffer.buffer(content));
    }

    private static RequestOptions options(HttpServerRequest outer, BinaryRequest request) {
        SocketAddress here = outer.localAddress();
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(here.port(), "127.0.0.1"))
                .setSsl(outer.isSSL())
                .setMethod(HttpMethod.valueOf(request.method()))
                .setURI(request.path())
                .setHost("127.0.0.1")
                .setPort(here.port());
        // The offer names the resource by the address that the sender knows.
        if (request.authority().matches("[A-Za-z0-9.:\\[\\]-]{1,255}")) {
            options.putHeader("Host", request.authority());
        }
        return options;
    }

    private static void fail(RoutingContext outer, ResponseSealer sealer) {
        if (!outer.response().ended() && !outer.response().headWritten()) {
            finish(outer, sealer, 502, List.of(), new byte[0]);
        }
    }

    static void finish(RoutingContext outer, ResponseSealer sealer, int status, List<Field> fields, byte[] content) {
        outer.response()
                .putHeader("Content-Type", sealer.framing().responseType())
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(sealer.seal(new BinaryResponse(status, fields, content).encode())));
    }

    static boolean isOfTheConnection(String name) {
        return OF_THE_CONNECTION.contains(name);
    }
}
