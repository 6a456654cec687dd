package io.verigrad.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The records of an event source mapping for MSK or another Kafka. Values are base64, headers lists of byte values.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     binding: headers {@code ce_*} in binary mode</a>
 */
final class KafkaRecords {
    private static final String PREFIX = "ce_";

    private KafkaRecords() {}

    static List<Delivery> of(JsonNode event) throws UnknownEventException {
        List<Delivery> deliveries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> partition : event.path("records").properties()) {
            for (JsonNode record : partition.getValue()) {
                deliveries.add(delivery(partition.getKey(), record));
            }
        }
        if (deliveries.isEmpty()) {
            throw new UnknownEventException("expected records of Kafka, found none");
        }
        return deliveries;
    }

    private static Delivery delivery(String partition, JsonNode record) throws UnknownEventException {
        JsonNode offset = record.path("offset");
        if (!offset.isIntegralNumber()) {
            throw new UnknownEventException("expected an offset in each record of " + partition + ", found none");
        }
        String name = partition + " offset " + offset.asLong();
        ObjectNode identifier = JsonNodeFactory.instance.objectNode();
        identifier.put("partition", partition);
        identifier.put("offset", offset.asLong());
        return new Delivery(name, partition, identifier, new CloudEvent(headers(record), value(name, record)));
    }

    private static byte[] value(String name, JsonNode record) throws UnknownEventException {
        try {
            // A record without value is one of the log's own marks; the function refuses the empty body.
            return Base64.getDecoder().decode(record.path("value").asText(""));
        } catch (IllegalArgumentException e) {
            throw new UnknownEventException("expected a value in base64 at " + name + ", found other text");
        }
    }

    private static Map<String, String> headers(JsonNode record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode header : record.path("headers")) {
            header.properties().forEach(entry -> {
                String name = entry.getKey().toLowerCase(Locale.ROOT);
                if (name.startsWith(PREFIX)) {
                    headers.put("ce-" + name.substring(PREFIX.length()), text(entry.getValue()));
                } else if (name.equals("content-type")) {
                    headers.put(name, text(entry.getValue()));
                }
            });
        }
        headers.putIfAbsent("content-type", "application/json");
        return headers;
    }

    private static String text(JsonNode bytes) {
        byte[] text = new byte[bytes.size()];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) bytes.path(i).asInt();
        }
        return new String(text, StandardCharsets.UTF_8);
    }
}
