package io.verigrad.ledger.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The folder where PostgreSQL is unpacked once per user. Held by one process at a time while it starts a server, since a
 * folder that another left half unpacked would break every later start: such a one is removed.
 */
final class Binaries implements AutoCloseable {
    private static final String COMPLETE = ".exists";

    /** File locks are held by the whole process, so its threads need one of their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private Binaries(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    static Binaries lock() throws IOException {
        THREADS.lock();
        try {
            Path folder = folderOfUser();
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Binaries binaries = new Binaries(folder, channel, channel.lock());
            binaries.removeIncomplete();
            return binaries;
        } catch (IOException | RuntimeException e) {
            THREADS.unlock();
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
            channel.close();
        } finally {
            THREADS.unlock();
        }
    }

    /** Two users cannot share one folder: the first one's files are not the other's to run. */
    private static Path folderOfUser() {
        return Path.of(System.getProperty("java.io.tmpdir"), "verigrad-postgres-" + System.getProperty("user.name"));
    }

    private void removeIncomplete() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith("PG-") && !Files.exists(entry.resolve(COMPLETE))) {
                    delete(entry);
                }
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
