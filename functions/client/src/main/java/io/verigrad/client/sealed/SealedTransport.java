package io.verigrad.client.sealed;

import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.http.Transport;
import io.verigrad.ohttp.BinaryRequest;
import io.verigrad.ohttp.BinaryResponse;
import io.verigrad.ohttp.Field;
import io.verigrad.ohttp.Framing;
import io.verigrad.ohttp.Gateway;
import io.verigrad.ohttp.KeyConfig;
import io.verigrad.ohttp.OhttpException;
import io.verigrad.ohttp.RequestSealer;
import io.verigrad.ohttp.SealedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Seals each request to the key that the runner's evidence binds, and opens its answer: no gate, proxy or relay on the way
 * reads either. With a relay the runner does not learn who calls; the payer's address in the payment stays.
 *
 * @param http carries the sealed messages
 * @param relay where they are sent instead of to the runner
 */
public record SealedTransport(Transport http, AttestedKeys keys, Optional<URI> relay) implements Transport {
    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        byte[] message = message(request).encode();
        URI runner = request.uri();
        SealedRequest sealed = seal(keys.of(runner), message);
        HttpResponse<byte[]> outer = http.send(outer(runner, sealed));
        if (isForAnotherKey(outer)) {
            // Nothing was opened, so nothing was run or charged: once more with the key of now.
            sealed = seal(keys.askAgain(runner), message);
            outer = http.send(outer(runner, sealed));
        }
        return open(request, sealed, outer);
    }

    private static SealedRequest seal(AttestedKeys.Standing standing, byte[] message) throws IOException {
        return switch (standing) {
            case AttestedKeys.Standing.Refused refused ->
                throw new IOException("no key to seal for: " + refused.problem());
            case AttestedKeys.Standing.Attested(var evidence) ->
                new RequestSealer(new KeyConfig(
                                KeyConfig.RUNNER_KEY,
                                evidence.binding().hpkeKey().bytes().toArray()))
                        .seal(message, Framing.WHOLE);
        };
    }

    private HttpRequest outer(URI runner, SealedRequest sealed) {
        return HttpRequest.newBuilder(relay.orElseGet(() -> runner.resolve(Gateway.PATH)))
                .header("Content-Type", sealed.framing().requestType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(sealed.message()))
                .build();
    }

    private static boolean isForAnotherKey(HttpResponse<byte[]> outer) {
        return outer.statusCode() == 400
                && new String(outer.body(), StandardCharsets.UTF_8).contains(Gateway.UNKNOWN_KEY);
    }

    private static HttpResponse<byte[]> open(HttpRequest request, SealedRequest sealed, HttpResponse<byte[]> outer)
            throws IOException {
        boolean isSealed = outer.headers()
                .firstValue("Content-Type")
                .filter(sealed.framing().responseType()::equalsIgnoreCase)
                .isPresent();
        if (outer.statusCode() != 200 || !isSealed) {
            throw new IOException("expected a sealed answer, found status " + outer.statusCode() + " in the clear");
        }
        try {
            return new OpenedResponse(
                    request, BinaryResponse.parse(sealed.response().open(outer.body())));
        } catch (OhttpException e) {
            throw new IOException("the sealed answer cannot be opened: " + e.getMessage(), e);
        }
    }

    private static BinaryRequest message(HttpRequest request) throws IOException {
        URI target = request.uri();
        List<Field> fields = request.headers().map().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> new Field(entry.getKey(), value)))
                .toList();
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        return new BinaryRequest(
                request.method(),
                target.getScheme(),
                target.getRawAuthority(),
                target.getRawPath() + query,
                fields,
                request.bodyPublisher().isPresent()
                        ? BodyBytes.of(request.bodyPublisher().get())
                        : new byte[0]);
    }
}
