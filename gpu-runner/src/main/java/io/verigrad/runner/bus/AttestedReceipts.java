package io.verigrad.runner.bus;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.config.RunnerConfig;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Publishes receipts as CloudEvents in binary mode (CloudEvents 1.0, Kafka binding), keyed by payment id. */
@Singleton
public class AttestedReceipts {
    /** The channel's name in the configuration. */
    public static final String CHANNEL = "attested-out";

    private final MutinyEmitter<byte[]> emitter;
    private final RunnerConfig config;

    public AttestedReceipts(
            @Channel(CHANNEL) @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 4096)
                    MutinyEmitter<byte[]> emitter,
            RunnerConfig config) {
        this.emitter = emitter;
        this.config = config;
    }

    /**
     * Publishes a receipt and waits until all replicas have it.
     *
     * @throws BusException if that takes longer than {@code verigrad.runner.bus-timeout} or fails
     */
    public void publish(SignedReceipt receipt) throws BusException {
        String paymentId = receipt.receipt().paymentId().toString();
        OutgoingCloudEventMetadata<Object> event = OutgoingCloudEventMetadata.builder()
                .withId(receipt.id().toString())
                .withType(InferenceAttested.TYPE)
                .withSource(
                        URI.create("urn:verigrad:enclave:" + receipt.receipt().enclaveKey()))
                .withSubject(paymentId)
                .withDataContentType("application/json")
                .build();
        OutgoingKafkaRecordMetadata<String> record =
                OutgoingKafkaRecordMetadata.<String>builder().withKey(paymentId).build();
        byte[] value = Json.write(new InferenceAttested(receipt));
        try {
            emitter.sendMessage(Message.of(value, Metadata.of(event, record)))
                    .await()
                    .atMost(config.busTimeout());
        } catch (TimeoutException | CompletionException | IllegalStateException e) {
            throw new BusException("the bus did not acknowledge receipt " + receipt.id(), e);
        }
    }
}
