package io.verigrad.attestation.tdx;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the log of the firmware ({@code /sys/firmware/acpi/tables/data/CCEL}; "TCG PC Client Platform Firmware Profile",
 * section 10.2; measurement registers 1 to 4 are RTMR 0 to 3 by "Intel TDX Virtual Firmware Design Guide", section 8.1).
 */
public final class CcelReader {
    /** The largest log, in bytes. */
    public static final int MAX_SIZE = 1 << 20;

    private static final String FIELD = "CCEL";
    private static final int NO_ACTION = 3;
    private static final int SHA_384 = 0x0c;
    private static final int DIGEST_SIZE = 48;
    private static final int MAX_EVENTS = 1024;
    private static final Bytes SIGNATURE = Bytes.of("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII));

    private final Bytes log;
    private final ByteBuffer buffer;

    private CcelReader(Bytes log) {
        this.log = log;
        this.buffer = ByteBuffer.wrap(log.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads a whole log, with what the firmware left of the table behind it (zeros or ones).
     *
     * @throws EvidenceFormatException if it is anything else, or has other digests than SHA-384
     */
    public static EventLog read(Bytes log) throws EvidenceFormatException {
        if (log.size() > MAX_SIZE) {
            throw EvidenceFormatException.of(FIELD, "expected at most " + MAX_SIZE + " bytes, found " + log.size());
        }
        CcelReader reader = new CcelReader(log);
        reader.header();
        List<EventLog.Event> events = new ArrayList<>();
        while (reader.more()) {
            reader.event(events);
        }
        return new EventLog(events);
    }

    /** The first event has the form of TPM 1.2 and says which digests the others have. */
    private void header() throws EvidenceFormatException {
        number();
        require(number() == NO_ACTION, "expected a first event without action");
        take(20);
        int size = number();
        require(size >= 32 && size <= 256, "expected a first event of 32 to 256 bytes");
        ByteBuffer content = ByteBuffer.wrap(take(size).toArray()).order(ByteOrder.LITTLE_ENDIAN);
        byte[] signature = new byte[SIGNATURE.size()];
        content.get(signature);
        require(Bytes.of(signature).equals(SIGNATURE), "expected Spec ID Event03");
        content.position(24);
        require(
                content.getInt() == 1 && content.getShort() == SHA_384 && content.getShort() == DIGEST_SIZE,
                "expected SHA-384 as the only digest");
    }

    private boolean more() {
        if (buffer.remaining() < 8) {
            return false;
        }
        long next = buffer.getLong(buffer.position());
        return next != 0 && next != -1;
    }

    private void event(List<EventLog.Event> events) throws EvidenceFormatException {
        int register = number();
        int type = number();
        require(number() == 1, "expected one digest");
        require(take(2).equals(Bytes.of((byte) SHA_384, (byte) 0)), "expected a digest of SHA-384");
        Bytes digest = take(DIGEST_SIZE);
        int size = number();
        require(size >= 0, "expected a size");
        Bytes content = take(size);
        if (type == NO_ACTION) {
            return;
        }
        require(register >= 1 && register <= EventLog.REGISTERS, "expected a register of 1 to 4");
        require(events.size() < MAX_EVENTS, "expected at most " + MAX_EVENTS + " events");
        // Only some kinds of events carry what was measured; the content of others says what somebody likes.
        boolean measured =
                size > 0 && size <= 0xffff && EventLog.sha384(content).equals(digest);
        events.add(new EventLog.Event(register - 1, digest, measured ? content : Bytes.EMPTY));
    }

    private int number() throws EvidenceFormatException {
        require(buffer.remaining() >= 4, "expected a number of 4 bytes");
        return buffer.getInt();
    }

    private Bytes take(int size) throws EvidenceFormatException {
        require(size <= buffer.remaining(), "expected " + size + " bytes, found " + buffer.remaining());
        int at = buffer.position();
        buffer.position(at + size);
        return log.slice(at, at + size);
    }

    private void require(boolean holds, String problem) throws EvidenceFormatException {
        if (!holds) {
            throw EvidenceFormatException.at(FIELD, buffer.position(), problem);
        }
    }
}
