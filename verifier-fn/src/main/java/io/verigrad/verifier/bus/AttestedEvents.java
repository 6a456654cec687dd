package io.verigrad.verifier.bus;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.verifier.config.VerifierConfig;
import io.verigrad.verifier.receipt.ReceiptAppraisals;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The attested events of Kafka. One is acknowledged when its verdict is in the ledger and its appraised event on the
 * broker, so that a crash anywhere repeats it. The events of one payment share a partition and are taken in order.
 */
@ApplicationScoped
public class AttestedEvents {
    private static final Logger LOG = Logger.getLogger(AttestedEvents.class);
    /** A receipt has two kilobytes; what is much longer is no event of ours. */
    private static final int MAX_SIZE = 64 << 10;

    private final ReceiptAppraisals appraisals;
    private final AppraisedEvents appraised;
    private final Persistence persistence;

    AttestedEvents(ReceiptAppraisals appraisals, AppraisedEvents appraised, VerifierConfig config) {
        this.appraisals = appraisals;
        this.appraised = appraised;
        this.persistence = new Persistence(config.retryMin(), config.retryMax());
    }

    @Incoming("attested-in")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> take(Message<byte[]> message) {
        return handle(message)
                .chain(() -> Uni.createFrom().completionStage(message.ack()))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf("an attested event goes to the dead letter topic: %s", failure);
                    return Uni.createFrom().completionStage(() -> message.nack(failure));
                });
    }

    private Uni<Void> handle(Message<byte[]> message) {
        InferenceAttested event;
        try {
            event = read(message);
        } catch (MalformedEventException e) {
            return Uni.createFrom().failure(e);
        }
        return persistence
                .blocking("appraisal", () -> appraisals.appraise(event.receipt()))
                .onFailure()
                .call(() -> giveUp(event))
                .chain(verdict -> persistence.reactive("appraised event", appraised.publish(verdict)));
    }

    /** The dead letter alone would leave the payment without a word; what fails here does not hide the first failure. */
    private Uni<Boolean> giveUp(InferenceAttested event) {
        return persistence
                .blocking("note of a failed appraisal", () -> appraisals.giveUp(event.receipt()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.errorf("payment %s: %s", event.receipt().receipt().paymentId(), failure);
                    return false;
                });
    }

    private static InferenceAttested read(Message<byte[]> message) throws MalformedEventException {
        Optional<String> type =
                message.getMetadata(IncomingCloudEventMetadata.class).map(IncomingCloudEventMetadata::getType);
        if (type.isPresent() && !type.get().equals(InferenceAttested.TYPE)) {
            throw new MalformedEventException("expected type " + InferenceAttested.TYPE + ", found another");
        }
        byte[] payload = message.getPayload();
        if (payload == null) {
            throw new MalformedEventException("expected an event, found a record without value");
        }
        if (payload.length > MAX_SIZE) {
            throw new MalformedEventException(
                    "expected an event of at most " + MAX_SIZE + " bytes, found " + payload.length);
        }
        try {
            return Json.read(payload, InferenceAttested.class);
        } catch (MalformedJsonException e) {
            throw new MalformedEventException(String.valueOf(e.getMessage()), e);
        }
    }
}
