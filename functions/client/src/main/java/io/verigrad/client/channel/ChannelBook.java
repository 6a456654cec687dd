package io.verigrad.client.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The accounts of a payer's channels, in files of a directory: one call of a channel at a time, also of several processes,
 * since each call is paid by what the last one left. What is written survives a crash.
 */
public final class ChannelBook {
    private static final int MAX_SIZE = 4096;

    private final Path directory;
    private final ConcurrentHashMap<Hash32, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** @param directory is made if it is not there */
    public ChannelBook(Path directory) {
        this.directory = directory;
    }

    /** One channel's account, held until it is closed. */
    public final class Page implements AutoCloseable {
        private final FileChannel file;
        private final ReentrantLock lock;

        private Page(FileChannel file, ReentrantLock lock) {
            this.file = file;
            this.lock = lock;
        }

        public ChannelAccount read() throws IOException {
            if (file.size() == 0) {
                return ChannelAccount.NEW;
            }
            if (file.size() > MAX_SIZE) {
                throw new IOException("expected an account of at most " + MAX_SIZE + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
                // reads on
            }
            try {
                JsonNode json = Json.read(bytes.array(), JsonNode.class);
                return new ChannelAccount(
                        TokenAmount.parse(json.path("balance").asText()),
                        TokenAmount.parse(json.path("charged").asText()));
            } catch (MalformedJsonException | IllegalArgumentException e) {
                throw new IOException("expected an account, found something else: " + e.getMessage(), e);
            }
        }

        /** On disk when this returns. A crash amidst leaves less than an account, which servers' own books mend. */
        public void write(ChannelAccount account) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(Json.write(Json.mapper()
                    .createObjectNode()
                    .put("balance", account.balance().toString())
                    .put("charged", account.charged().toString())));
            file.truncate(0);
            file.position(0);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }

        @Override
        public void close() throws IOException {
            try {
                file.close();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Opens a channel's account, once nobody else has it open. */
    public Page open(Hash32 channelId) throws IOException {
        ReentrantLock lock = locks.computeIfAbsent(channelId, _ -> new ReentrantLock());
        lock.lock();
        try {
            Files.createDirectories(directory);
            FileChannel file = FileChannel.open(
                    directory.resolve(channelId + ".json"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                file.lock();
            } catch (IOException e) {
                file.close();
                throw e;
            }
            return new Page(file, lock);
        } catch (IOException e) {
            lock.unlock();
            throw e;
        }
    }
}
