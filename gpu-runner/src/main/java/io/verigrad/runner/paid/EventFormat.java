package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.SignedReceipt;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events as OpenAI's API writes them (HTML Standard, section 9.2). */
final class EventFormat {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private EventFormat() {}

    /** One event. JSON as we write it has no line feeds. */
    static byte[] event(byte[] data) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + DATA.length + END.length);
        event.writeBytes(DATA);
        event.writeBytes(data);
        event.writeBytes(END);
        return event.toByteArray();
    }

    /** The end of a stream: the last event with the receipt in it, which the chain does not cover, and {@code [DONE]}. */
    static byte[] end(byte[] last, SignedReceipt receipt) {
        ObjectNode event;
        try {
            event = Json.read(last, ObjectNode.class);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a job wrote a last event that is not JSON", e);
        }
        ObjectNode extra = event.path("verigrad") instanceof ObjectNode own ? own : event.putObject("verigrad");
        JsonNode tree = Json.tree(receipt);
        extra.set("receipt", tree);
        ByteArrayOutputStream end = new ByteArrayOutputStream();
        end.writeBytes(event(Json.write(event)));
        end.writeBytes(event(DONE));
        return end.toByteArray();
    }
}
