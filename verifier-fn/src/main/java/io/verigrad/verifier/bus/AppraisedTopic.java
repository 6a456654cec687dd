package io.verigrad.verifier.bus;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The topic of the verdicts. Made with the first one: where a Knative broker carries the events, there is none. */
@ApplicationScoped
class AppraisedTopic {
    private final MutinyEmitter<byte[]> out;

    AppraisedTopic(@Channel("appraised-out") MutinyEmitter<byte[]> out) {
        this.out = out;
    }

    /** Done when the brokers have it. */
    Uni<Void> send(Message<byte[]> verdict) {
        return out.sendMessage(verdict);
    }
}
