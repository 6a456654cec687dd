package io.verigrad.runner.forward;

import io.verigrad.crypto.Sha256;
import io.verigrad.runner.forward.UpstreamException.Kind;
import io.verigrad.value.Hash32;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Calls one upstream. Who it is gets looked at on every connection before a byte of a request, or our key, is sent. Follows
 * no redirect. Blocks; safe for many threads.
 */
final class UpstreamClient implements AutoCloseable {
    private static final int MAX_ANSWER = 16 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MAX_CONNECTIONS = 64;

    private final Upstream upstream;
    private final HttpClient http;
    private final Optional<String> key;

    UpstreamClient(Vertx vertx, Upstream upstream) {
        this.upstream = upstream;
        this.key = upstream.keyFile().map(file -> {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new IllegalStateException(
                        "verigrad.runner.upstreams.\"" + upstream.name() + "\".key-file cannot be read: " + file, e);
            }
        });
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(upstream.tls())
                .setVerifyHost(true)
                .setConnectTimeout((int) CONNECT.toMillis())
                .setMaxPoolSize(MAX_CONNECTIONS)
                .setKeepAliveTimeout(30)
                .setDecompressionSupported(true);
        upstream.trustFile()
                .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.http = vertx.createHttpClient(options);
    }

    Upstream upstream() {
        return upstream;
    }

    /** Who answers there now. */
    UpstreamIdentity identity() throws UpstreamException {
        HttpClientRequest request = connect("/models");
        // Ended before it was sent, which is no fault.
        request.exceptionHandler(ended -> {});
        try {
            return identity(request);
        } finally {
            request.reset();
        }
    }

    /**
     * Sends one request.
     *
     * @param function such as {@code /chat/completions}
     * @param expected who was named in the offer; nothing is sent to anybody else
     */
    UpstreamAnswer post(String function, byte[] json, UpstreamIdentity expected) throws UpstreamException {
        HttpClientRequest request = connect(function);
        if (!identity(request).equals(expected)) {
            request.reset();
            throw new UpstreamException(Kind.IDENTITY_CHANGED, "has another TLS key than the offer named; ask again");
        }
        key.ifPresent(secret -> request.putHeader("Authorization", "Bearer " + secret));
        request.putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json, text/event-stream");
        CompletableFuture<UpstreamAnswer> answer = new CompletableFuture<>();
        request.exceptionHandler(answer::completeExceptionally);
        request.response().onSuccess(response -> collect(response, answer)).onFailure(answer::completeExceptionally);
        request.end(Buffer.buffer(json));
        return await(answer, upstream.timeout(), request);
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpClientRequest connect(String function) throws UpstreamException {
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(
                        new InetSocketAddress(UpstreamAddress.resolve(upstream), upstream.port())))
                .setHost(upstream.base().getHost())
                .setPort(upstream.port())
                .setSsl(upstream.tls())
                .setMethod(HttpMethod.POST)
                .setURI(upstream.path(function));
        CompletableFuture<HttpClientRequest> request = new CompletableFuture<>();
        http.request(options).onSuccess(request::complete).onFailure(request::completeExceptionally);
        return await(request, CONNECT, null);
    }

    private UpstreamIdentity identity(HttpClientRequest request) throws UpstreamException {
        SSLSession session = request.connection().sslSession();
        if (session == null) {
            return new UpstreamIdentity(upstream.base().getHost(), Hash32.ZERO);
        }
        try {
            byte[] publicKey = session.getPeerCertificates()[0].getPublicKey().getEncoded();
            return new UpstreamIdentity(upstream.base().getHost(), Sha256.hash(publicKey));
        } catch (SSLPeerUnverifiedException e) {
            throw new UpstreamException(Kind.UNREACHABLE, "shows no certificate", e);
        }
    }

    private static void collect(HttpClientResponse response, CompletableFuture<UpstreamAnswer> answer) {
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > MAX_ANSWER) {
                answer.completeExceptionally(
                        new UpstreamException(Kind.INVALID_ANSWER, "answers more than " + MAX_ANSWER + " bytes"));
                response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(answer::completeExceptionally);
        response.endHandler(end -> answer.complete(new UpstreamAnswer(response.statusCode(), body.getBytes())));
    }

    private static <T> T await(CompletableFuture<T> future, Duration atMost, @Nullable HttpClientRequest request)
            throws UpstreamException {
        try {
            return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            reset(request);
            throw new UpstreamException(Kind.TIMEOUT, "took longer than " + atMost.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            reset(request);
            Thread.currentThread().interrupt();
            throw new UpstreamException(Kind.CANCELLED, "was not waited for", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UpstreamException known) {
                throw known;
            }
            throw new UpstreamException(Kind.UNREACHABLE, "cannot be reached, or broke off its answer", e.getCause());
        }
    }

    private static void reset(@Nullable HttpClientRequest request) {
        if (request != null) {
            request.reset();
        }
    }
}
