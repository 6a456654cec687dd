package io.verigrad.verifier.bus;

import io.smallrye.mutiny.Uni;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.verifier.config.Validator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The verdicts, on their way to Kafka where Kafka carries the events. */
@ApplicationScoped
public class AppraisedEvents {
    private final AppraisedTopic topic;
    private final AppraisedMessages messages;
    private final boolean kafka;

    AppraisedEvents(
            AppraisedTopic topic,
            Validator validator,
            Clock clock,
            @ConfigProperty(name = "verigrad.kafka.enabled") boolean kafka) {
        this.topic = topic;
        this.messages = new AppraisedMessages(validator.address(), clock);
        this.kafka = kafka;
    }

    /**
     * Done when the brokers have the event; at once where a Knative broker takes it from the function's answer. Each
     * subscription sends a message of its own, as one is acknowledged or refused only once.
     */
    public Uni<Void> publish(InferenceAppraised verdict) {
        return kafka
                ? Uni.createFrom().deferred(() -> topic.send(messages.of(verdict)))
                : Uni.createFrom().voidItem();
    }
}
