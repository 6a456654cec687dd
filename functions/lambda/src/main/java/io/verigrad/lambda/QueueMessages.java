package io.verigrad.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The messages of an SQS queue, each a CloudEvent in structured mode. */
final class QueueMessages {
    private QueueMessages() {}

    static List<Delivery> of(JsonNode records) throws UnknownEventException {
        List<Delivery> deliveries = new ArrayList<>();
        for (JsonNode message : records) {
            String id = message.path("messageId").asText();
            if (id.isEmpty()) {
                throw new UnknownEventException("expected a messageId in each message of SQS, found none");
            }
            byte[] body = message.path("body").asText().getBytes(StandardCharsets.UTF_8);
            deliveries.add(new Delivery(
                    "message " + id,
                    id,
                    TextNode.valueOf(id),
                    new CloudEvent(Map.of("content-type", CloudEvent.STRUCTURED), body)));
        }
        return deliveries;
    }
}
