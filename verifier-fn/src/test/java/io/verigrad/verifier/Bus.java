package io.verigrad.verifier;

import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** The two channels, in memory. */
record Bus(InMemoryConnector connector) {
    /** Sends a receipt and returns once it was acknowledged. */
    void attest(SignedReceipt receipt) throws Exception {
        boolean acknowledged = send(Json.write(new InferenceAttested(receipt)), Metadata.empty());
        if (!acknowledged) {
            throw new AssertionError("the event was refused");
        }
    }

    /** Sends an event and returns whether it was acknowledged, or else refused. */
    boolean send(byte[] event, Metadata metadata) throws Exception {
        CompletableFuture<Boolean> acknowledged = new CompletableFuture<>();
        Message<byte[]> message = Message.of(
                event,
                metadata,
                () -> {
                    acknowledged.complete(true);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    acknowledged.complete(false);
                    return CompletableFuture.completedFuture(null);
                });
        connector.<Message<byte[]>>source("attested-in").send(message);
        return acknowledged.get(60, TimeUnit.SECONDS);
    }

    /** Every event that was emitted for a receipt so far. */
    List<InferenceAppraised> appraised(Hash32 receiptId) throws MalformedJsonException {
        List<InferenceAppraised> events = new ArrayList<>();
        for (Message<byte[]> message : messages()) {
            InferenceAppraised event = Json.read(message.getPayload(), InferenceAppraised.class);
            if (event.receiptId().equals(receiptId)) {
                events.add(event);
            }
        }
        return events;
    }

    List<? extends Message<byte[]>> messages() {
        InMemorySink<byte[]> sink = connector.sink("appraised-out");
        return sink.received();
    }
}
