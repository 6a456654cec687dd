package io.verigrad.runner.standin;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.publication.FileUpload;
import io.verigrad.publication.SignedFileUpload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Somebody who may publish models. */
public final class Publisher {
    public static final PrivateKey KEY = PrivateKey.generate(new Random(21));

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    public Publisher(URI base) {
        this.base = base;
    }

    /** Begins an upload, signed by {@code key}. */
    public HttpResponse<byte[]> create(PrivateKey key, String name, byte[] content) throws Exception {
        FileUpload upload = new FileUpload(
                Sha256.hash(content),
                content.length,
                key.address(),
                Instant.now().getEpochSecond());
        SignedFileUpload signed = SignedFileUpload.sign(upload, Network.DOMAIN, key);
        String metadata = Map.of(
                        "filename", name,
                        "sha256", upload.sha256().toString(),
                        "publisher", upload.publisher().toString(),
                        "issuedAt", Long.toString(upload.issuedAt()),
                        "signature", signed.signature().toString())
                .entrySet()
                .stream()
                .map(member -> member.getKey() + " " + base64(member.getValue()))
                .collect(Collectors.joining(","));
        return send(request("/v1/uploads")
                .header("Upload-Length", Long.toString(content.length))
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody()));
    }

    public HttpResponse<byte[]> append(String upload, long offset, BodyPublisher body) throws Exception {
        return send(request(upload)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(offset))
                .method("PATCH", body));
    }

    public HttpResponse<byte[]> state(String upload) throws Exception {
        return send(request(upload).HEAD());
    }

    public HttpResponse<byte[]> cancel(String upload) throws Exception {
        return send(request(upload).DELETE());
    }

    /** A request with the version of the protocol. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Tus-Resumable", "1.0.0");
    }

    public HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
