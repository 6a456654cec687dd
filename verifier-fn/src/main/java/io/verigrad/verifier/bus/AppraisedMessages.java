package io.verigrad.verifier.bus;

import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Appraised events as CloudEvents 1.0, keyed by payment. Source and id are the validator and the receipt: a repeated
 * verdict is the same event.
 */
record AppraisedMessages(Address validator, Clock clock) {
    Message<byte[]> of(InferenceAppraised verdict) {
        OutgoingCloudEventMetadata<Object> event = OutgoingCloudEventMetadata.builder()
                .withType(InferenceAppraised.TYPE)
                .withSource(URI.create("/verifier-fn/" + validator))
                .withId(verdict.receiptId().toString())
                .withTimestamp(clock.instant().atZone(ZoneOffset.UTC))
                .withDataContentType("application/json")
                .build();
        OutgoingKafkaRecordMetadata<String> key = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(verdict.paymentId().toString())
                .build();
        return Message.of(Json.write(verdict), Metadata.of(event, key));
    }
}
