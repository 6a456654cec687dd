package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the log of a guest agent, boot and runtime together, as dstack writes it: a list of objects with {@code imr},
 * {@code event_type}, {@code digest}, {@code event} and {@code event_payload}.
 */
public final class RuntimeLogReader {
    /** The largest log, in bytes. */
    public static final int MAX_SIZE = 1 << 20;

    private static final String FIELD = "runtime log";
    private static final int RUNTIME_REGISTER = 3;

    private RuntimeLogReader() {}

    /**
     * Reads a whole log. Digests of runtime events are computed, never read: a payload could be swapped under them.
     *
     * @throws EvidenceFormatException if it is anything else
     */
    public static EventLog read(Bytes json) throws EvidenceFormatException {
        if (json.size() > MAX_SIZE) {
            throw EvidenceFormatException.of(FIELD, "expected at most " + MAX_SIZE + " bytes, found " + json.size());
        }
        try {
            JsonNode list = Json.read(json.toArray(), JsonNode.class);
            if (!list.isArray()) {
                throw EvidenceFormatException.of(FIELD, "expected a list of events");
            }
            List<EventLog.Event> events = new ArrayList<>();
            for (JsonNode event : list) {
                events.add(event(event));
            }
            return new EventLog(events);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw EvidenceFormatException.of(FIELD, "expected a list of at most 1024 events", e);
        }
    }

    private static EventLog.Event event(JsonNode event) {
        int register = event.path("imr").asInt(-1);
        Bytes payload = Bytes.parse("0x" + event.path("event_payload").asText());
        return register == RUNTIME_REGISTER
                ? new RuntimeEvent(event.path("event").asText(), payload).event()
                : EventLog.Event.ofDigest(
                        register, Bytes.parse("0x" + event.path("digest").asText()));
    }
}
