package io.verigrad.attestation.tdx;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured into the runtime registers (RTMR) of a trust domain, in order: each event extends one register with a
 * digest. The log itself is not signed: it is believed because it leads to the registers, which are. So it carries
 * nothing that does not: an event is a digest, or the content that the digest is computed from.
 */
public record EventLog(List<Event> events) {
    /** No events. */
    public static final EventLog EMPTY = new EventLog(List.of());
    /** How many runtime registers there are. */
    public static final int REGISTERS = 4;
    /** What an encoded log begins with. */
    static final Bytes MAGIC = Bytes.of("RTMR".getBytes(StandardCharsets.US_ASCII));

    private static final int MAX_EVENTS = 1024;
    private static final int MAX_CONTENT = 0xffff;
    private static final int DIGEST_SIZE = 48;
    private static final int DIGEST = 0;
    private static final int CONTENT = 1;

    public EventLog {
        events = List.copyOf(events);
        if (events.size() > MAX_EVENTS) {
            throw new IllegalArgumentException("expected at most " + MAX_EVENTS + " events, found " + events.size());
        }
    }

    /**
     * One measurement.
     *
     * @param register 0 to 3
     * @param digest SHA-384, what the register was extended with
     * @param content what the digest was computed from, empty if that is not known
     */
    public record Event(int register, Bytes digest, Bytes content) {
        public Event {
            if (register < 0 || register >= REGISTERS || digest.size() != DIGEST_SIZE) {
                throw new IllegalArgumentException("expected a register of 0 to 3 and a digest of 48 bytes");
            }
            if (content.size() > MAX_CONTENT
                    || content.size() > 0 && !sha384(content).equals(digest)) {
                throw new IllegalArgumentException("expected content that the digest was computed from");
            }
        }

        /** A measurement of known content. */
        public static Event of(int register, Bytes content) {
            return new Event(register, sha384(content), content);
        }

        /** A measurement of unknown content. */
        public static Event ofDigest(int register, Bytes digest) {
            return new Event(register, digest, Bytes.EMPTY);
        }
    }

    /**
     * Reads the encoded form.
     *
     * @throws EvidenceFormatException if it is anything else
     */
    public static EventLog parse(Bytes encoded) throws EvidenceFormatException {
        ByteBuffer buffer = ByteBuffer.wrap(encoded.toArray()).order(ByteOrder.LITTLE_ENDIAN);
        if (encoded.size() <= MAGIC.size() || !encoded.slice(0, MAGIC.size()).equals(MAGIC)) {
            throw EvidenceFormatException.of("event log", "expected RTMR and events");
        }
        buffer.position(MAGIC.size());
        List<Event> events = new ArrayList<>();
        while (buffer.hasRemaining()) {
            int at = buffer.position();
            if (events.size() == MAX_EVENTS || buffer.remaining() < 4) {
                throw EvidenceFormatException.at("event log", at, "expected at most " + MAX_EVENTS + " whole events");
            }
            int register = buffer.get();
            int kind = buffer.get();
            int size = Short.toUnsignedInt(buffer.getShort());
            boolean sound = register >= 0
                    && register < REGISTERS
                    && size <= buffer.remaining()
                    && (kind == DIGEST && size == DIGEST_SIZE || kind == CONTENT && size > 0);
            if (!sound) {
                throw EvidenceFormatException.at("event log", at, "expected a digest or content of register 0 to 3");
            }
            byte[] value = new byte[size];
            buffer.get(value);
            events.add(
                    kind == DIGEST ? Event.ofDigest(register, Bytes.of(value)) : Event.of(register, Bytes.of(value)));
        }
        return new EventLog(events);
    }

    /** The form that follows a quote in a document; no bytes without events. */
    public Bytes encode() {
        if (events.isEmpty()) {
            return Bytes.EMPTY;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC.toArray());
        for (Event event : events) {
            Bytes value = event.content().size() > 0 ? event.content() : event.digest();
            out.write(event.register());
            out.write(event.content().size() > 0 ? CONTENT : DIGEST);
            out.write(value.size());
            out.write(value.size() >>> 8);
            out.writeBytes(value.toArray());
        }
        return Bytes.of(out.toByteArray());
    }

    /** The registers after all events, from zero on: each time SHA-384 of the register and the digest. */
    public List<Bytes> replay() {
        List<Bytes> registers = new ArrayList<>();
        for (int i = 0; i < REGISTERS; i++) {
            registers.add(Bytes.of(new byte[DIGEST_SIZE]));
        }
        for (Event event : events) {
            registers.set(event.register(), sha384(Bytes.concat(registers.get(event.register()), event.digest())));
        }
        return registers;
    }

    /** This log, then the events of another. */
    public EventLog then(EventLog other) {
        List<Event> all = new ArrayList<>(events);
        all.addAll(other.events);
        return new EventLog(all);
    }

    static Bytes sha384(Bytes content) {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-384").digest(content.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-384", e);
        }
    }
}
