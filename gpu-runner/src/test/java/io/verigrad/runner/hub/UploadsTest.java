package io.verigrad.runner.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.publication.FileUpload;
import io.verigrad.publication.SignedFileUpload;
import io.verigrad.runner.TestClock;
import io.verigrad.runner.blob.BlobStore;
import io.verigrad.runner.standin.Network;
import io.verigrad.value.Hash32;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class UploadsTest {
    private static final PrivateKey ANN = PrivateKey.generate(new Random(1));
    private static final PrivateKey BOB = PrivateKey.generate(new Random(2));
    private static final PrivateKey EVE = PrivateKey.generate(new Random(3));
    private static final byte[] CONTENT = "weights".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    private static final Hash32 DIGEST = Sha256.hash(CONTENT);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private BlobStore store;
    private Uploads uploads;

    @BeforeEach
    void open() throws Exception {
        store = BlobStore.open(folder, clock.instant());
        uploads = opened();
    }

    @Test
    void goesOnWhereARequestBrokeOff() throws Exception {
        UUID id = begin(ANN);
        InputStream breaking = new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                if (at == 3000) {
                    throw new IOException("connection reset");
                }
                return CONTENT[at++];
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                into[from] = (byte) read();
                return 1;
            }
        };

        refuses("body_broken_off", () -> uploads.append(id, 0, breaking));

        assertThat(uploads.state(id).offset()).isEqualTo(3000);
        assertThat(uploads.append(id, 3000, from(3000)).offset()).isEqualTo(7000);
        assertThat(store.find(DIGEST))
                .hasValueSatisfying(file -> assertThat(file).hasBinaryContent(CONTENT));
        assertThat(uploads.state(id).offset()).isEqualTo(7000);
    }

    @Test
    void findsTheUploadAgainThatItsPublisherBegan() throws Exception {
        UUID id = begin(ANN);
        uploads.append(id, 0, new ByteArrayInputStream(CONTENT, 0, 100));

        UploadState again = create(ANN, DIGEST, 7000);
        assertThat(again.id()).isEqualTo(id);
        assertThat(again.offset()).isEqualTo(100);
        assertThat(create(BOB, DIGEST, 7000).id()).isNotEqualTo(id);

        uploads.append(id, 100, from(100));
        assertThat(create(ANN, DIGEST, 7000).offset()).isEqualTo(7000);
        assertThat(opened().create(sign(BOB, DIGEST, 7000), "model.onnx").offset())
                .isEqualTo(7000);
    }

    @Test
    void tellsWhereItGoesOn() throws Exception {
        UUID id = begin(ANN);
        uploads.append(id, 0, new ByteArrayInputStream(CONTENT, 0, 100));

        assertThatThrownBy(() -> uploads.append(id, 0, from(0)))
                .isInstanceOfSatisfying(
                        UploadRefusedException.class,
                        refused -> assertThat(refused.offset()).hasValue(100));
        assertThat(uploads.append(id, 100, from(100)).offset()).isEqualTo(7000);
    }

    @Test
    void keepsNothingOfOtherContent() throws Exception {
        UUID id = begin(ANN);
        byte[] other = CONTENT.clone();
        other[6999] ^= 1;

        refuses("digest_mismatch", () -> uploads.append(id, 0, new ByteArrayInputStream(other)));

        assertThat(store.find(DIGEST)).isEmpty();
        assertThat(incoming()).isZero();
        refuses("no_such_upload", () -> uploads.state(id));
    }

    @Test
    void keepsNothingThatIsLongerThanAnnounced() throws Exception {
        UUID id = begin(ANN);

        refuses("digest_mismatch", () -> uploads.append(id, 0, new ByteArrayInputStream(Arrays.copyOf(CONTENT, 7001))));
        assertThat(incoming()).isZero();
    }

    @Test
    void keepsNothingOfArchivesAndPrograms() throws Exception {
        byte[] zip = {0x50, 0x4b, 0x03, 0x04, 1, 2, 3, 4, 5};
        UUID id = create(ANN, Sha256.hash(zip), zip.length).id();
        uploads.append(id, 0, new ByteArrayInputStream(zip, 0, 3));

        // One byte at a time does not get past either.
        refuses("file_type_refused", () -> uploads.append(id, 3, new ByteArrayInputStream(zip, 3, 1)));

        assertThat(incoming()).isZero();
        refuses("no_such_upload", () -> uploads.state(id));
        refuses("file_type_refused", () -> uploads.create(sign(ANN, DIGEST, 7000), "model.zip"));
        refuses("file_type_refused", () -> uploads.create(sign(ANN, DIGEST, 7000), "model"));
    }

    @Test
    void takesNothingFromWhoMayNotOrDidNotSign() throws Exception {
        SignedFileUpload good = sign(ANN, DIGEST, 7000);
        refuses("publisher_not_allowed", () -> create(EVE, DIGEST, 7000));
        FileUpload asAnn = good.upload();
        refuses(
                "invalid_signature",
                () -> uploads.create(SignedFileUpload.sign(asAnn, Network.DOMAIN, EVE), "model.onnx"));
        refuses(
                "invalid_signature",
                () -> uploads.create(
                        SignedFileUpload.sign(asAnn, TypedDataDomain.verigrad(Network.CHAIN, Network.REGISTRY), ANN),
                        "model.onnx"));
        refuses(
                "invalid_signature",
                () -> uploads.create(
                        new SignedFileUpload(
                                new FileUpload(DIGEST, 6999, ANN.address(), asAnn.issuedAt()), good.signature()),
                        "model.onnx"));
        clock.advance(FileUpload.LIFETIME.plusSeconds(1));
        refuses("invalid_signature", () -> uploads.create(good, "model.onnx"));
        assertThat(incoming()).isZero();
    }

    @Test
    void letsOneRequestWriteAtATime() throws Exception {
        UUID id = begin(ANN);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        InputStream slow = new InputStream() {
            @Override
            public int read() {
                reading.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return -1;
            }
        };
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                uploads.append(id, 0, slow);
            } catch (UploadRefusedException | IOException e) {
                throw new IllegalStateException(e);
            }
        });
        reading.await();

        refuses("upload_in_use", () -> uploads.append(id, 0, from(0)));
        refuses("upload_in_use", () -> uploads.cancel(id));
        clock.advance(Duration.ofHours(2));
        uploads.sweep();
        end.countDown();
        writer.join();
        assertThat(uploads.append(id, 0, from(0)).offset()).isEqualTo(7000);
    }

    @Test
    void holdsPublishersToTheirLimits() throws Exception {
        refuses("file_too_large", () -> create(ANN, DIGEST, 10_001));
        UUID first = begin(ANN);
        refuses("quota_exceeded", () -> create(ANN, Hash32.ZERO, 8001));
        create(ANN, Hash32.ZERO, 8000);
        refuses("too_many_uploads", () -> create(ANN, Sha256.hash(new byte[1]), 1));
        assertThat(create(BOB, Hash32.ZERO, 1).offset()).isZero();

        uploads.cancel(first);
        refuses("quota_exceeded", () -> create(ANN, DIGEST, 7001));
        uploads.append(begin(ANN), 0, from(0));
        refuses("quota_exceeded", () -> create(ANN, Sha256.hash(new byte[1]), 1));
    }

    @Test
    void remembersWhatAPublisherStored() throws Exception {
        uploads.append(begin(ANN), 0, from(0));

        Uploads restarted = opened();

        refuses("quota_exceeded", () -> restarted.create(sign(ANN, Hash32.ZERO, 8001), "model.onnx"));
        assertThat(restarted.create(sign(ANN, Hash32.ZERO, 8000), "model.onnx").offset())
                .isZero();
    }

    @Test
    void removesUploadsWhoseTimeHasPassed() throws Exception {
        UUID id = begin(ANN);
        clock.advance(Duration.ofMinutes(59));
        uploads.append(id, 0, new ByteArrayInputStream(CONTENT, 0, 10));
        clock.advance(Duration.ofMinutes(59));
        uploads.sweep();
        assertThat(uploads.state(id).offset()).isEqualTo(10);

        clock.advance(Duration.ofMinutes(2));
        uploads.sweep();
        refuses("no_such_upload", () -> uploads.state(id));
        assertThat(incoming()).isZero();
    }

    private static void refuses(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UploadRefusedException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(code));
    }

    private Uploads opened() {
        return new Uploads(
                store,
                folder.resolve("publishers"),
                Set.of(ANN.address(), BOB.address()),
                Network.DOMAIN,
                new UploadLimits(10_000, 2, 15_000, Set.of("onnx", "json"), Duration.ofHours(1)),
                clock);
    }

    private UUID begin(PrivateKey publisher) throws Exception {
        return create(publisher, DIGEST, CONTENT.length).id();
    }

    private UploadState create(PrivateKey publisher, Hash32 digest, long size) throws Exception {
        return uploads.create(sign(publisher, digest, size), "model.onnx");
    }

    private SignedFileUpload sign(PrivateKey publisher, Hash32 digest, long size) {
        FileUpload upload = new FileUpload(
                digest, size, publisher.address(), clock.instant().getEpochSecond());
        return SignedFileUpload.sign(upload, Network.DOMAIN, publisher);
    }

    private static InputStream from(long offset) {
        return new ByteArrayInputStream(CONTENT, (int) offset, CONTENT.length - (int) offset);
    }

    private long incoming() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("incoming"))) {
            return files.count();
        }
    }
}
