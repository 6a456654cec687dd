package io.verigrad.runner.attest;

import io.verigrad.value.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Reports by configfs-tsm: one folder for each request, the report data written to {@code inblob} at once, the report read
 * from {@code outblob}. {@code generation} counts the writes of everybody: a report is taken only if it is the one of ours.
 */
final class ConfigfsTsm {
    private static final int REPORT_DATA = 64;
    private static final int MAX_BLOB = 32 << 10;
    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final Path root;
    private final Kernel kernel;
    private final SecureRandom random = new SecureRandom();

    ConfigfsTsm(Path root) {
        this(root, new Kernel() {});
    }

    ConfigfsTsm(Path root, Kernel kernel) {
        this.root = root;
        this.kernel = kernel;
    }

    /** What the kernel does by itself, and somebody else has to do in a plain folder. */
    interface Kernel {
        /** The folder of a request was made: its attributes appear. */
        default void made(Path request) throws IOException {}

        /** Report data was written: the report appears. */
        default void written(Path request) throws IOException {}

        /** The folder is about to be removed: its attributes go with it. */
        default void removing(Path request) throws IOException {}
    }

    /**
     * One report.
     *
     * @param provider such as {@code sev_guest} or {@code tdx_guest}
     * @param report as the provider made it
     * @param certificates what the host gave beside it, empty if nothing
     */
    record Report(String provider, Bytes report, Bytes certificates) {}

    /** Has a report made; waits while others have theirs made. */
    Report report(Bytes reportData) {
        if (reportData.size() != REPORT_DATA) {
            throw new IllegalArgumentException("expected 64 bytes of report data, found " + reportData.size());
        }
        Duration pause = FIRST_PAUSE;
        String problem = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return once(reportData);
            } catch (InterferenceException | FileSystemException e) {
                // Quoting is serial, so being busy is normal; but who may not write now may not write later either.
                if (e instanceof FileSystemException file
                        && !String.valueOf(file.getReason()).contains("busy")) {
                    throw unavailable(e);
                }
                problem = String.valueOf(e.getMessage());
                rest(pause);
                pause = pause.multipliedBy(2);
            } catch (IOException e) {
                // A write of a whole report that the driver refuses for now comes without a file's name.
                if (!String.valueOf(e.getMessage()).contains("busy")) {
                    throw unavailable(e);
                }
                problem = String.valueOf(e.getMessage());
                rest(pause);
                pause = pause.multipliedBy(2);
            }
        }
        throw new AttestationUnavailableException(root + ": no report in " + ATTEMPTS + " attempts: " + problem);
    }

    /** Somebody wrote to the folder of our request. */
    private static final class InterferenceException extends Exception {
        private static final long serialVersionUID = 1L;

        InterferenceException(String message) {
            super(message);
        }
    }

    private Report once(Bytes reportData) throws IOException, InterferenceException {
        byte[] name = new byte[8];
        random.nextBytes(name);
        Path request = root.resolve("verigrad-" + HexFormat.of().formatHex(name));
        Files.createDirectory(request);
        try {
            kernel.made(request);
            try (FileChannel inblob = FileChannel.open(request.resolve("inblob"), StandardOpenOption.WRITE)) {
                int written = inblob.write(ByteBuffer.wrap(reportData.toArray()));
                if (written != REPORT_DATA) {
                    throw new IOException("expected to write 64 bytes at once, wrote " + written);
                }
            }
            kernel.written(request);
            Report report = new Report(
                    text(request.resolve("provider")),
                    read(request.resolve("outblob")),
                    optional(request.resolve("auxblob")));
            String generation = text(request.resolve("generation"));
            if (!generation.equals("1")) {
                throw new InterferenceException("expected generation 1 after one write, found " + generation);
            }
            return report;
        } finally {
            kernel.removing(request);
            Files.delete(request);
        }
    }

    private static Bytes optional(Path file) throws IOException {
        try {
            return read(file);
        } catch (NoSuchFileException none) {
            return Bytes.EMPTY;
        }
    }

    private static Bytes read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BLOB + 1);
            if (content.length > MAX_BLOB) {
                throw new IOException(file + ": expected at most " + MAX_BLOB + " bytes");
            }
            return Bytes.of(content);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(read(file).toArray(), StandardCharsets.US_ASCII).strip();
    }

    private AttestationUnavailableException unavailable(Exception e) {
        return new AttestationUnavailableException(
                root + ": expected a report of the trusted security module: " + e
                        + " (needs Linux 6.7 or newer, configfs mounted, and root or a delegated folder)",
                e);
    }

    private static void rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AttestationUnavailableException("interrupted while the security module was busy", e);
        }
    }
}
