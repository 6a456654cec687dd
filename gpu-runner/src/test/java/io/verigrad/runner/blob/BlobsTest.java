package io.verigrad.runner.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class BlobsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final byte[] CONTENT = "weights".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
    private static final Hash32 DIGEST = Sha256.hash(CONTENT);

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer server;
    private BlobStore store;

    /** What the web server does with one request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void open() throws Exception {
        store = BlobStore.open(folder, NOW);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        http.close();
    }

    @Test
    void fetchesAFileOnceForAllWhoAsk() throws Exception {
        CountDownLatch bothAsk = new CountDownLatch(1);
        serve(exchange -> {
            await(bothAsk);
            whole(exchange, CONTENT);
        });
        Blobs blobs = fetching(Duration.ofSeconds(20));

        CompletableFuture<Path> first = asking(blobs);
        CompletableFuture<Path> second = asking(blobs);
        bothAsk.countDown();

        assertThat(first.get()).isEqualTo(second.get()).hasBinaryContent(CONTENT);
        assertThat(blobs.get(DIGEST, CONTENT.length)).isEqualTo(first.get());
        assertThat(asked).containsExactly("/models/" + DIGEST.toString().substring(2) + " Bearer key");
        assertThat(incoming()).isEmpty();
    }

    @Test
    void goesOnWhenTheOneWhoAskedHasLeft() throws Exception {
        CountDownLatch hasLeft = new CountDownLatch(1);
        CountDownLatch isAsked = new CountDownLatch(1);
        serve(exchange -> {
            isAsked.countDown();
            await(hasLeft);
            whole(exchange, CONTENT);
        });
        Blobs blobs = fetching(Duration.ofSeconds(20));
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                blobs.get(DIGEST, CONTENT.length);
            } catch (BlobException e) {
                end.complete(e);
            }
        });
        isAsked.await();
        caller.interrupt();

        assertThat(end.get()).hasMessageContaining("still coming");
        hasLeft.countDown();
        assertThat(blobs.get(DIGEST, CONTENT.length)).hasBinaryContent(CONTENT);
        assertThat(asked).hasSize(1);
    }

    @Test
    void keepsNothingOfOtherContent() throws Exception {
        byte[] other = CONTENT.clone();
        other[69_999] ^= 1;
        serve(exchange -> whole(exchange, other));

        refuses(Duration.ofSeconds(20), "expected a file with SHA-256 " + DIGEST);
    }

    @Test
    void keepsNothingThatIsTooLong() throws Exception {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(CONTENT);
            }
        });

        refuses(Duration.ofSeconds(20), "expected 70000 bytes, found more");
    }

    @Test
    void keepsNothingThatIsTooShort() throws Exception {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(CONTENT, 0, 69_999);
            exchange.close();
        });

        refuses(Duration.ofSeconds(20), "expected 70000 bytes, found 69999");
    }

    @Test
    void keepsNothingThatBreaksOff() throws Exception {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 100);
            exchange.getResponseBody().flush();
            throw new IOException("gone");
        });

        refuses(Duration.ofSeconds(20), "cannot be fetched");
    }

    @Test
    void doesNotReadWhatIsAnnouncedWithAnotherLength() throws Exception {
        serve(exchange -> whole(exchange, new byte[70_001]));

        refuses(Duration.ofSeconds(20), "expected 70000 bytes, found 70001");
    }

    @Test
    void followsNoRedirect() throws Exception {
        serve(exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            exchange.sendResponseHeaders(302, -1);
        });

        refuses(Duration.ofSeconds(20), "expected status 200, found 302");
    }

    @Test
    void doesNotWaitForEverForAServerThatStalls() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 100);
            exchange.getResponseBody().flush();
            await(end);
        });

        refuses(Duration.ofMillis(300), "cannot be fetched in time");
        end.countDown();
    }

    @Test
    void triesAgainAfterAFailure() throws Exception {
        serve(exchange -> {
            if (asked.size() == 1) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                whole(exchange, CONTENT);
            }
        });
        Blobs blobs = fetching(Duration.ofSeconds(20));

        assertThatThrownBy(() -> blobs.get(DIGEST, CONTENT.length)).hasMessageContaining("found 503");
        assertThat(blobs.get(DIGEST, CONTENT.length)).hasBinaryContent(CONTENT);
    }

    @Test
    void writesAFileOnceAndLeavesNothingOfASecondOne() throws Exception {
        Path file = write();
        FileTime before = Files.getLastModifiedTime(file);
        Object key = Files.getAttribute(file, "unix:ino");

        assertThat(write()).isEqualTo(file);

        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(key);
        assertThat(incoming()).isEmpty();
    }

    @Test
    void removesWhatABrokenWriteLeftBehind() throws Exception {
        Path old = Files.writeString(folder.resolve("incoming/old.part"), "x");
        Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofHours(25))));
        Path young = Files.writeString(folder.resolve("incoming/young.part"), "x");
        Files.setLastModifiedTime(young, FileTime.from(NOW.minus(Duration.ofHours(23))));

        BlobStore.open(folder, NOW);

        assertThat(incoming()).containsExactly(young);
    }

    @Test
    void takesAddressesOfFilesOnly() {
        for (String wrong : List.of(
                "https://models.example.com/", "ftp://models.example.com/{sha256}", "{sha256}", "file:///{sha256}")) {
            assertThatThrownBy(() -> new HttpBlobSource(http, wrong, Optional.empty(), Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected an address");
        }
    }

    private void refuses(Duration timeout, String why) throws Exception {
        Blobs blobs = fetching(timeout);
        assertThatThrownBy(() -> blobs.get(DIGEST, CONTENT.length))
                .isInstanceOf(BlobException.class)
                .hasMessageContaining(why);
        assertThat(store.find(DIGEST)).isEmpty();
        assertThat(incoming()).isEmpty();
    }

    private Path write() throws Exception {
        try (BlobWriter writer = store.write(DIGEST, CONTENT.length)) {
            writer.write(ByteBuffer.wrap(CONTENT));
            return writer.finish();
        }
    }

    private List<Path> incoming() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("incoming"))) {
            return files.toList();
        }
    }

    private Blobs fetching(Duration timeout) {
        String template = "http://127.0.0.1:" + server.getAddress().getPort() + "/models/{sha256}";
        return new Blobs(store, Optional.of(new HttpBlobSource(http, template, Optional.of("Bearer key"), timeout)));
    }

    private static CompletableFuture<Path> asking(Blobs blobs) {
        CompletableFuture<Path> file = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                file.complete(blobs.get(DIGEST, CONTENT.length));
            } catch (BlobException e) {
                file.completeExceptionally(e);
            }
        });
        return file;
    }

    private void serve(Answer answer) {
        server.createContext("/models/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
                answer.to(exchange);
            }
        });
    }

    private static void whole(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
