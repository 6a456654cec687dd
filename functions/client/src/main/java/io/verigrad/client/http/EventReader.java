package io.verigrad.client.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Shows the events of an answer while it comes, and gives all of it at the end. It is no judge: what the events prove is found
 * out by those who are shown them. For one answer.
 */
final class EventReader {
    private static final String DATA = "data: ";

    private final Consumer<byte[]> events;
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private EventReader(Consumer<byte[]> events) {
        this.events = events;
    }

    /** Any answer is read whole; the events of a stream are shown on the way. */
    static BodyHandler<byte[]> handler(Consumer<byte[]> events) {
        return info -> {
            boolean stream =
                    info.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            if (info.statusCode() != 200 || !stream) {
                return BodySubscribers.ofByteArray();
            }
            EventReader reader = new EventReader(events);
            return BodySubscribers.mapping(
                    BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(reader::read)),
                    end -> reader.whole.toByteArray());
        };
    }

    private void read(byte[] part) {
        whole.writeBytes(part);
        for (byte one : part) {
            if (one != '\n') {
                line.write(one);
            } else {
                endOfLine(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }
    }

    private void endOfLine(String text) {
        if (text.startsWith(DATA)) {
            events.accept(text.substring(DATA.length()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
