package io.verigrad.runner.price;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.price.SignedPrice;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where signed prices lie: an address that answers one, or an array of them. Nobody there is believed, only signatures. */
final class PriceSource {
    private static final int MAX_BYTES = 1 << 16;
    private static final int MAX_PRICES = 64;

    private final URI address;
    private final HttpClient http;
    private final Duration timeout;

    /**
     * @param address of scheme https, http or file
     */
    PriceSource(URI address, HttpClient http, Duration timeout) {
        String scheme = String.valueOf(address.getScheme());
        if (!List.of("https", "http", "file").contains(scheme)) {
            throw new IllegalArgumentException(
                    "verigrad.runner.quoted-assets.<symbol>.sources: expected addresses of https, http or file, found "
                            + address);
        }
        this.address = address;
        this.http = http;
        this.timeout = timeout;
    }

    URI address() {
        return address;
    }

    /** The prices that lie there now, unchecked. */
    List<SignedPrice> fetch() throws PriceSourceException, InterruptedException {
        byte[] body = String.valueOf(address.getScheme()).equals("file") ? file() : get();
        try {
            JsonNode json = Json.read(body, JsonNode.class);
            if (json.size() > MAX_PRICES) {
                throw new PriceSourceException("expected at most " + MAX_PRICES + " prices, found " + json.size());
            }
            List<SignedPrice> prices = new ArrayList<>();
            for (JsonNode price : json.isArray() ? json : List.of(json)) {
                prices.add(Json.convert(price, SignedPrice.class));
            }
            return prices;
        } catch (MalformedJsonException e) {
            throw new PriceSourceException("expected a signed price or an array of them: " + e.getMessage(), e);
        }
    }

    private byte[] file() throws PriceSourceException {
        try (InputStream in = Files.newInputStream(Path.of(address))) {
            byte[] body = in.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw new PriceSourceException("expected at most " + MAX_BYTES + " bytes");
            }
            return body;
        } catch (IOException e) {
            throw new PriceSourceException("cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] get() throws PriceSourceException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Accept", "application/json")
                .GET()
                .build();
        // HttpRequest's own timeout ends with the headers: a slow body must not hold the loop either.
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            HttpResponse<byte[]> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new PriceSourceException("expected status 200, found " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new PriceSourceException("did not answer in time", e);
        } catch (ExecutionException e) {
            throw new PriceSourceException("did not answer: " + e.getCause(), e);
        } finally {
            exchange.cancel(true);
        }
    }
}
