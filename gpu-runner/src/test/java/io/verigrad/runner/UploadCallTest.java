package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.runner.standin.Publisher;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads by tus over HTTP. */
@QuarkusTest
@WithTestResource(StandIns.class)
class UploadCallTest extends RunningRunner {
    private static final int SIZE = 300_000;

    @ConfigProperty(name = "verigrad.runner.blobs.folder")
    Path blobs;

    private Publisher publisher;

    @BeforeEach
    void meet() {
        publisher = new Publisher(base);
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws Exception {
        byte[] content = content(1);
        HttpResponse<byte[]> created = publisher.create(Publisher.KEY, "model.onnx", content);
        assertThat(created.statusCode()).isEqualTo(201);
        String upload = created.headers().firstValue("Location").orElseThrow();

        breakOff(upload, content, 200_000);
        long here = here(upload, 200_000);

        // Whoever lost the address finds it again by signing once more.
        HttpResponse<byte[]> again = publisher.create(Publisher.KEY, "model.onnx", content);
        assertThat(again.headers().firstValue("Location")).hasValue(upload);
        HttpResponse<byte[]> end =
                publisher.append(upload, here, BodyPublishers.ofByteArray(content, (int) here, SIZE - (int) here));
        assertThat(end.statusCode()).isEqualTo(204);
        assertThat(end.headers().firstValue("Upload-Offset")).hasValue(Integer.toString(SIZE));
        assertThat(place(content)).hasBinaryContent(content);
        assertThat(publisher
                        .create(Publisher.KEY, "model.onnx", content)
                        .headers()
                        .firstValue("Upload-Offset"))
                .hasValue(Integer.toString(SIZE));
    }

    @Test
    void answersWhereItStands() throws Exception {
        byte[] content = content(2);
        String upload = begin(content);
        publisher.append(upload, 0, BodyPublishers.ofByteArray(content, 0, 1000));

        HttpResponse<byte[]> conflict = publisher.append(upload, 999, BodyPublishers.ofByteArray(content, 999, 10));
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.headers().firstValue("Upload-Offset")).hasValue("1000");
        HttpResponse<byte[]> state = publisher.state(upload);
        assertThat(state.statusCode()).isEqualTo(200);
        assertThat(state.headers().firstValue("Upload-Offset")).hasValue("1000");
        assertThat(state.headers().firstValue("Upload-Length")).hasValue(Integer.toString(SIZE));
        assertThat(state.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(state.headers().firstValue("Upload-Expires")).isPresent();

        assertThat(publisher.cancel(upload).statusCode()).isEqualTo(204);
        assertThat(publisher.state(upload).statusCode()).isEqualTo(404);
    }

    @Test
    void keepsNothingOfWhatItRefuses() throws Exception {
        byte[] content = content(3);
        String upload = begin(content);
        byte[] other = content.clone();
        other[SIZE - 1] ^= 1;
        refused(422, "digest_mismatch", publisher.append(upload, 0, BodyPublishers.ofByteArray(other)));
        assertThat(publisher.state(upload).statusCode()).isEqualTo(404);

        byte[] zip = content(4);
        System.arraycopy("PK\3\4".getBytes(StandardCharsets.ISO_8859_1), 0, zip, 0, 4);
        refused(415, "file_type_refused", publisher.append(begin(zip), 0, BodyPublishers.ofByteArray(zip)));
        String longer = begin(content);
        refused(
                422,
                "digest_mismatch",
                publisher.append(
                        longer,
                        0,
                        BodyPublishers.ofInputStream(() -> new java.io.SequenceInputStream(
                                new java.io.ByteArrayInputStream(content),
                                new java.io.ByteArrayInputStream(new byte[1])))));

        assertThat(place(content)).doesNotExist();
        try (Stream<Path> left = Files.list(blobs.resolve("incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void takesFilesOnlyFromPublishers() throws Exception {
        byte[] content = content(5);
        refused(
                403,
                "publisher_not_allowed",
                publisher.create(PrivateKey.generate(new Random(8)), "model.onnx", content));
        refused(415, "file_type_refused", publisher.create(Publisher.KEY, "model.zip", content));
        refused(413, "file_too_large", publisher.create(Publisher.KEY, "model.onnx", new byte[2_000_001]));
        refused(400, "invalid_metadata", publisher.send(post().header("Upload-Length", "10")));
        refused(
                400,
                "invalid_metadata",
                publisher.send(post().header("Upload-Length", "10").header("Upload-Metadata", "filename ***")));
        refused(400, "invalid_header", publisher.send(post().header("Upload-Length", "-1")));
        refused(404, "no_such_upload", publisher.append("/v1/uploads/1", 0, BodyPublishers.ofByteArray(content)));
    }

    @Test
    void speaksItsVersionOfTheProtocol() throws Exception {
        HttpResponse<byte[]> options =
                publisher.send(publisher.request("/v1/uploads").method("OPTIONS", BodyPublishers.noBody()));
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Tus-Version")).hasValue("1.0.0");
        assertThat(options.headers().firstValue("Tus-Extension")).hasValue("creation,termination,expiration");
        assertThat(options.headers().firstValue("Tus-Max-Size")).hasValue("2000000");

        HttpResponse<byte[]> other = publisher.send(HttpRequest.newBuilder(base.resolve("/v1/uploads"))
                .header("Tus-Resumable", "0.2.2")
                .POST(BodyPublishers.noBody()));
        refused(412, "unsupported_version", other);
        assertThat(other.headers().firstValue("Tus-Version")).hasValue("1.0.0");
        byte[] content = content(6);
        String upload = begin(content);
        refused(
                415,
                "unsupported_type",
                publisher.send(publisher
                        .request(upload)
                        .header("Content-Type", "application/octet-stream")
                        .header("Upload-Offset", "0")
                        .method("PATCH", BodyPublishers.ofByteArray(content))));
        publisher.cancel(upload);
    }

    private HttpRequest.Builder post() {
        return publisher.request("/v1/uploads").POST(BodyPublishers.noBody());
    }

    private String begin(byte[] content) throws Exception {
        return publisher
                .create(Publisher.KEY, "model.onnx", content)
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static void refused(int status, String reason, HttpResponse<byte[]> response) throws Exception {
        assertThat(response.statusCode()).as(reason).isEqualTo(status);
        assertThat(Consumer.json(response).path("reason").asText()).isEqualTo(reason);
    }

    /** Announces the whole file, sends a part of it and is gone. */
    private void breakOff(String upload, byte[] content, int sent) throws Exception {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream()
                    .write(("PATCH " + upload + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\n"
                                    + "Content-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\n"
                                    + "Content-Length: " + content.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(content, 0, sent);
            socket.getOutputStream().flush();
            here(upload, 1);
        }
    }

    /** Where the upload stands once {@code least} bytes are here. */
    private long here(String upload, long least) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        long here = 0;
        while (System.nanoTime() < end && here < least) {
            here = publisher
                    .state(upload)
                    .headers()
                    .firstValueAsLong("Upload-Offset")
                    .orElseThrow();
            Thread.sleep(10);
        }
        return here;
    }

    private Path place(byte[] content) {
        Hash32 digest = Sha256.hash(content);
        String digits = digest.toString().substring(2);
        return blobs.resolve("sha256").resolve(digits.substring(0, 2)).resolve(digits);
    }

    private static byte[] content(int seed) {
        byte[] content = new byte[SIZE];
        new Random(seed).nextBytes(content);
        return content;
    }
}
