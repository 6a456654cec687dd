package io.verigrad.client.http;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** How requests reach a runner. */
@FunctionalInterface
public interface Transport {
    /**
     * Sends one request.
     *
     * @throws IOException if no whole answer came in time
     */
    HttpResponse<byte[]> send(HttpRequest request) throws IOException;
}
