package io.verigrad.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What an invocation of Lambda is about. */
sealed interface LambdaEvent {
    /**
     * Reads an event by the members that tell its kind, as Lambda's guide shows them.
     *
     * @throws UnknownEventException if it is of no kind that a function of ours takes
     */
    static LambdaEvent of(JsonNode event) throws UnknownEventException {
        if (event.path("requestContext").path("http").isObject()) {
            return new HttpCall();
        }
        String source = event.path("eventSource").asText();
        if (source.equals("aws:kafka") || source.equals("SelfManagedKafka")) {
            return new Batch(KafkaRecords.of(event));
        }
        JsonNode records = event.path("Records");
        if (records.isArray() && records.path(0).path("eventSource").asText().equals("aws:sqs")) {
            return new Batch(QueueMessages.of(records));
        }
        String type = event.path("detail-type").asText();
        if (type.equals("Scheduled Event")) {
            return new Tick();
        }
        throw new UnknownEventException(
                "expected an HTTP request (payload 2.0), records of Kafka or SQS, or a Scheduled"
                        + " Event, found an event of another kind; connect this function to none but these");
    }

    /** A request of a function URL or an HTTP API; Quarkus takes it as it is. */
    record HttpCall() implements LambdaEvent {}

    /** Records of Kafka or messages of SQS. */
    record Batch(List<Delivery> deliveries) implements LambdaEvent {}

    /** The clock of EventBridge. */
    record Tick() implements LambdaEvent {}
}
