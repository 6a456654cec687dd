package io.verigrad.collateral;

import io.verigrad.collateral.FetchException.Cause;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks services over HTTP, within limits of size, time and number. Follows no redirect: only the hosts that are configured
 * are ever spoken to.
 */
public final class Fetcher implements AutoCloseable {
    private static final Duration DEFAULT_SILENCE = Duration.ofMinutes(1);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(15);

    private final HttpClient client;
    private final Map<Service, URI> bases;
    private final Map<Service, Pace> paces = new EnumMap<>(Service.class);
    private final Duration timeout;
    private final Clock clock;

    /**
     * @param bases other addresses of services, such as a mirror's; the vendors' own where one is left out
     * @param timeout for one exchange, from connecting to the last byte
     */
    public Fetcher(Map<Service, URI> bases, Duration timeout, Clock clock) {
        this.bases = Map.copyOf(bases);
        this.timeout = timeout;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        for (Service service : Service.values()) {
            paces.put(service, new Pace(service, clock));
        }
    }

    /**
     * Fetches one item.
     *
     * @throws FetchException if no whole answer of the right form came
     */
    Stored fetch(Item item) throws FetchException {
        Pace pace = paces.get(item.service());
        if (pace == null || !pace.take()) {
            throw new FetchException(Cause.RATE_LIMITED, item.key() + ": not asked, to spare the service");
        }
        HttpResponse<byte[]> response = exchange(item);
        int status = response.statusCode();
        if (status == 429 || status == 503) {
            pace.beSilent(retryAfter(response));
            throw new FetchException(Cause.RATE_LIMITED, item.key() + ": the service answered " + status);
        }
        if (status == 404) {
            throw new FetchException(Cause.NOT_FOUND, item.key() + ": the service knows no such thing");
        }
        if (status != 200) {
            throw new FetchException(Cause.STATUS, item.key() + ": the service answered " + status);
        }
        Instant now = clock.instant();
        Bytes content = Bytes.of(response.body());
        Bytes chain = item.chainHeader().isEmpty() ? Bytes.EMPTY : chain(item, response);
        return new Stored(content, chain, now, Contents.refreshAt(item, content, chain, now));
    }

    private HttpResponse<byte[]> exchange(Item item) throws FetchException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(item)).timeout(timeout);
        if (item.question().size() > 0) {
            request.header("Content-Type", "application/ocsp-request")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(item.question().toArray()));
        }
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(
                request.build(),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), item.form().maxSize()));
        try {
            // The timeout of the request ends with its headers; a service that drips must not hold us either.
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new FetchException(Cause.UNREACHABLE, item.key() + ": no whole answer within " + timeout, e);
        } catch (ExecutionException e) {
            throw new FetchException(Cause.UNREACHABLE, item.key() + ": " + problem(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException(Cause.UNREACHABLE, item.key() + ": interrupted", e);
        } finally {
            exchange.cancel(true);
        }
    }

    private URI address(Item item) {
        URI base = bases.getOrDefault(item.service(), item.service().base());
        String host = base.toString().replace("REGION", item.region());
        return URI.create((host.endsWith("/") ? host.substring(0, host.length() - 1) : host) + item.path());
    }

    private static Bytes chain(Item item, HttpResponse<byte[]> response) throws FetchException {
        String header = response.headers().firstValue(item.chainHeader()).orElse("");
        if (header.isEmpty() || header.length() > Form.CERTIFICATES.maxSize()) {
            throw new FetchException(
                    Cause.MALFORMED, item.key() + ": expected a chain in the header " + item.chainHeader());
        }
        return Contents.urlDecoded(item, header);
    }

    private static Duration retryAfter(HttpResponse<byte[]> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        if (!seconds.matches("[0-9]{1,6}")) {
            return DEFAULT_SILENCE;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        return asked.compareTo(LONGEST_SILENCE) < 0 ? asked : LONGEST_SILENCE;
    }

    private static String problem(ExecutionException e) {
        return e.getCause() instanceof IOException io
                ? String.valueOf(io.getMessage() == null ? io.getClass().getSimpleName() : io.getMessage())
                : "failed";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
