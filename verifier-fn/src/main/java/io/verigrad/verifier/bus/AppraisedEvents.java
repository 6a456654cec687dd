package io.verigrad.verifier.bus;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.verifier.config.Validator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** The verdicts, on their way to Kafka where Kafka carries the events. */
@ApplicationScoped
public class AppraisedEvents {
    private final MutinyEmitter<byte[]> out;
    private final AppraisedMessages messages;
    private final boolean kafka;

    AppraisedEvents(
            @Channel("appraised-out") MutinyEmitter<byte[]> out,
            Validator validator,
            Clock clock,
            @ConfigProperty(name = "verigrad.kafka.enabled") boolean kafka) {
        this.out = out;
        this.messages = new AppraisedMessages(validator.address(), clock);
        this.kafka = kafka;
    }

    /**
     * Done when the brokers have the event; at once where a Knative broker takes it from the function's answer. Each
     * subscription sends a message of its own, as one is acknowledged or refused only once.
     */
    public Uni<Void> publish(InferenceAppraised verdict) {
        return kafka
                ? Uni.createFrom().deferred(() -> out.sendMessage(messages.of(verdict)))
                : Uni.createFrom().voidItem();
    }
}
