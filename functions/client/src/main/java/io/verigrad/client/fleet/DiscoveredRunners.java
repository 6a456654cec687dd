package io.verigrad.client.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The runners that a payment function lists ({@code GET /discovery/resources}): those that were paid through it and asked to
 * be listed.
 */
public final class DiscoveredRunners implements Runners {
    private static final int MAX_LISTED = 100;

    private final BoundedHttp http;
    private final URI list;

    /** @param paymentFunction its base URL */
    public DiscoveredRunners(BoundedHttp http, URI paymentFunction) {
        this.http = http;
        this.list = URI.create(paymentFunction.toString().replaceAll("/+$", "")
                + "/discovery/resources?type=http&limit=" + MAX_LISTED);
    }

    @Override
    public List<URI> all() throws IOException {
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(list)
                .header("Accept", "application/json")
                .GET()
                .build());
        if (answer.statusCode() != 200) {
            throw new IOException("expected status 200 of the list of resources, found " + answer.statusCode());
        }
        try {
            JsonNode items = Json.read(answer.body(), JsonNode.class).path("items");
            return StreamSupport.stream(items.spliterator(), false)
                    .limit(MAX_LISTED)
                    .map(item -> base(item.path("resource").asText()))
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
        } catch (MalformedJsonException e) {
            throw new IOException("expected a list of resources: " + e.getMessage(), e);
        }
    }

    /** The origin of an address that a stranger wrote; empty if it is none that could be a runner's. */
    private static Optional<URI> base(String resource) {
        try {
            URI address = URI.create(resource);
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            return web && address.getHost() != null && address.getRawUserInfo() == null
                    ? Optional.of(URI.create(address.getScheme() + "://" + address.getRawAuthority()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
