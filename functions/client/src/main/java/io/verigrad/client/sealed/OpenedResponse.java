package io.verigrad.client.sealed;

import io.verigrad.ohttp.BinaryResponse;
import io.verigrad.ohttp.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;

/** An answer that came sealed. */
record OpenedResponse(HttpRequest request, int statusCode, HttpHeaders headers, byte[] body)
        implements HttpResponse<byte[]> {
    OpenedResponse(HttpRequest request, BinaryResponse response) {
        this(request, response.status(), headers(response), response.content());
    }

    private static HttpHeaders headers(BinaryResponse response) {
        Map<String, List<String>> byName = response.fields().stream()
                .collect(Collectors.groupingBy(
                        Field::name, Collectors.mapping(Field::value, Collectors.toUnmodifiableList())));
        return HttpHeaders.of(byName, (name, value) -> true);
    }

    @Override
    public Optional<HttpResponse<byte[]>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.empty();
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public HttpClient.Version version() {
        return HttpClient.Version.HTTP_1_1;
    }
}
