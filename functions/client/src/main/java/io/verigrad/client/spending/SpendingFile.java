package io.verigrad.client.spending;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One day's file, held against other processes until it is closed. */
final class SpendingFile implements AutoCloseable {
    private static final long MAX_SIZE = 64 << 20;

    private final FileChannel channel;

    private SpendingFile(FileChannel channel) {
        this.channel = channel;
    }

    static SpendingFile open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            channel.lock();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new SpendingFile(channel);
    }

    /** @throws IllegalArgumentException if a whole line is none of ours */
    SpentDay read() throws IOException {
        SpentDay day = new SpentDay();
        content()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(SpendingLine::parse)
                .forEach(day::add);
        return day;
    }

    /** The line is on disk when this returns. */
    void append(SpendingLine line) throws IOException {
        channel.truncate(content().getBytes(StandardCharsets.UTF_8).length);
        channel.position(channel.size());
        ByteBuffer bytes = ByteBuffer.wrap((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    /** Up to the last whole line: one that a crash cut was never acted upon. */
    private String content() throws IOException {
        if (channel.size() > MAX_SIZE) {
            throw new IOException("expected at most " + MAX_SIZE + " bytes of spending");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // reads on
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
