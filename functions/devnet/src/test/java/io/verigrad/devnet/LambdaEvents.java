package io.verigrad.devnet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Events in the form in which Lambda delivers them. */
final class LambdaEvents {
    private LambdaEvents() {}

    /** A request of a function URL; that of an HTTP API (payload 2.0) differs in the route key only. */
    static String http(String method, String path, String body) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", path)
                .put("rawQueryString", "");
        event.putObject("headers").put("content-type", "application/json").put("host", "test.lambda-url.on.aws");
        ObjectNode context = event.putObject("requestContext");
        context.put("accountId", "anonymous").put("apiId", "test").put("stage", "$default");
        context.put("domainName", "test.lambda-url.on.aws")
                .put("requestId", "1")
                .put("timeEpoch", 1_790_000_000_000L);
        context.putObject("http")
                .put("method", method)
                .put("path", path)
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", "203.0.113.7")
                .put("userAgent", "test");
        event.put("body", body).put("isBase64Encoded", false);
        return event.toString();
    }

    /** Records of MSK: values in base64, headers as lists of byte values, grouped by partition. */
    static String kafka(List<ConsumerRecord<String, byte[]>> records) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("eventSource", "aws:kafka");
        event.put("eventSourceArn", "arn:aws:kafka:eu-west-1:000000000000:cluster/test/1");
        event.put("bootstrapServers", "b-1.test:9098");
        ObjectNode partitions = event.putObject("records");
        for (ConsumerRecord<String, byte[]> record : records) {
            ObjectNode json = partitions
                    .withArray(record.topic() + "-" + record.partition())
                    .addObject();
            json.put("topic", record.topic())
                    .put("partition", record.partition())
                    .put("offset", record.offset());
            json.put("timestamp", record.timestamp()).put("timestampType", "CREATE_TIME");
            json.put("key", Base64.getEncoder().encodeToString(record.key().getBytes(StandardCharsets.UTF_8)));
            json.put("value", Base64.getEncoder().encodeToString(record.value()));
            ArrayNode headers = json.putArray("headers");
            for (Header header : record.headers()) {
                ArrayNode bytes = headers.addObject().putArray(header.key());
                for (byte value : header.value()) {
                    bytes.add(value);
                }
            }
        }
        return event.toString();
    }

    /** Messages of SQS with these bodies; the ids are m0, m1 and so on. */
    static String sqs(String... bodies) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ArrayNode records = event.putArray("Records");
        for (int i = 0; i < bodies.length; i++) {
            records.addObject()
                    .put("messageId", "m" + i)
                    .put("receiptHandle", "handle")
                    .put("body", bodies[i])
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", "arn:aws:sqs:eu-west-1:000000000000:test")
                    .put("awsRegion", "eu-west-1");
        }
        return event.toString();
    }

    /** A rule of EventBridge with a schedule. */
    static String schedule() {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "0").put("id", "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa");
        event.put("detail-type", "Scheduled Event").put("source", "aws.events").put("account", "000000000000");
        event.put("time", "2026-10-08T16:53:06Z").put("region", "eu-west-1");
        event.putArray("resources").add("arn:aws:events:eu-west-1:000000000000:rule/tick");
        event.putObject("detail");
        return event.toString();
    }
}
