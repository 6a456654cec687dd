package io.verigrad.attestation.tdx;

import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An event that software in the guest measured into RTMR 3, as dstack does it: the digest is that of the type as four
 * bytes, little-endian, a colon, the name, a colon, the payload.
 *
 * @param name without a colon
 */
public record RuntimeEvent(String name, Bytes payload) {
    private static final int TYPE = 0x08000001;
    private static final int REGISTER = 3;

    public RuntimeEvent {
        if (!name.matches("[!-9;-~]{1,100}")) {
            throw new IllegalArgumentException("expected a name of ASCII without blanks and colons");
        }
    }

    /** The measurement of this event. */
    public EventLog.Event event() {
        byte[] type = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(TYPE)
                .array();
        return EventLog.Event.of(
                REGISTER,
                Bytes.concat(
                        Bytes.of(type), Bytes.of((":" + name + ":").getBytes(StandardCharsets.US_ASCII)), payload));
    }

    /** What a measurement says, or empty if it is none of a runtime event. */
    public static Optional<RuntimeEvent> of(EventLog.Event event) {
        byte[] content = event.content().toArray();
        if (event.register() != REGISTER || content.length < 6 || content[4] != ':') {
            return Optional.empty();
        }
        int colon = 5;
        while (colon < content.length && content[colon] != ':') {
            colon++;
        }
        try {
            RuntimeEvent read = new RuntimeEvent(
                    new String(content, 5, colon - 5, StandardCharsets.ISO_8859_1),
                    Bytes.of(content).slice(Math.min(colon + 1, content.length), content.length));
            return read.event().equals(event) ? Optional.of(read) : Optional.empty();
        } catch (IllegalArgumentException anotherForm) {
            return Optional.empty();
        }
    }
}
