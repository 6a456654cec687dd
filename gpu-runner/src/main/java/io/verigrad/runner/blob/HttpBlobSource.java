package io.verigrad.runner.blob;

import io.verigrad.value.Hash32;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Files by {@code GET} of an address that names their digest: any web server, or the objects of an S3-compatible store. No
 * redirect is followed.
 */
public final class HttpBlobSource implements BlobSource {
    private static final String DIGEST = "{sha256}";

    private final HttpClient http;
    private final String template;
    private final Optional<String> authorization;
    private final Duration timeout;

    /**
     * @param template an address with {@code {sha256}} where the 64 digits of the digest stand
     * @param authorization the header of that name that the server wants to see
     * @param timeout of one file, connecting included
     * @throws IllegalArgumentException if the template is no such address
     */
    public HttpBlobSource(HttpClient http, String template, Optional<String> authorization, Duration timeout) {
        if (http.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("expected a client that follows no redirect");
        }
        this.http = http;
        this.template = template;
        this.authorization = authorization;
        this.timeout = timeout;
        URI example = address(Hash32.ZERO);
        boolean web = "http".equals(example.getScheme()) || "https".equals(example.getScheme());
        if (!template.contains(DIGEST) || !web || example.getHost() == null) {
            throw new IllegalArgumentException(
                    "expected an address such as https://models.example.com/{sha256}, found " + template);
        }
    }

    @Override
    public CompletableFuture<@Nullable Void> fetch(Hash32 digest, long size, BlobWriter writer) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(digest)).timeout(timeout).GET();
        authorization.ifPresent(value -> request.header("Authorization", value));
        CompletableFuture<HttpResponse<@Nullable Void>> exchange =
                http.sendAsync(request.build(), response -> new BlobBody(writer, refusal(response, size)));
        // The request's own timeout ends with the headers: a slow body must not last for ever either.
        return exchange.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> exchange.cancel(true))
                .thenApply(HttpResponse::body);
    }

    private static Optional<BlobException> refusal(HttpResponse.ResponseInfo response, long size) {
        if (response.statusCode() != 200) {
            return Optional.of(new BlobException("expected status 200, found " + response.statusCode()));
        }
        long length = response.headers().firstValueAsLong("Content-Length").orElse(size);
        return length == size
                ? Optional.empty()
                : Optional.of(new BlobException("expected " + size + " bytes, found " + length));
    }

    private URI address(Hash32 digest) {
        return URI.create(template.replace(DIGEST, BlobStore.digits(digest)));
    }
}
