package io.verigrad.devnet.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Events that a consumer could not handle, each kept beside its topic until what was wrong is mended. */
public record DeadLetters(String servers) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Headers that the consumer wrote when it gave an event up. */
    private static final String NOTES = "dead-letter-";

    /** Where the events of a topic go that its consumer gave up. */
    public static String of(String topic) {
        return topic + ".dlq";
    }

    /**
     * Hands the dead letters of a topic to its consumers once more, and how many they were. Each is deleted only when the
     * broker has its copy, so a replay that is cut hands some over twice, which consumers bear; one that fails again is a
     * dead letter again, and this replay does not take it a second time.
     */
    public int replay(String topic) throws InterruptedException {
        int replayed = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                KafkaProducer<byte[], byte[]> producer = producer();
                Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            List<TopicPartition> partitions = consumer.partitionsFor(of(topic)).stream()
                    .map(part -> new TopicPartition(part.topic(), part.partition()))
                    .toList();
            for (Map.Entry<TopicPartition, Long> end :
                    consumer.endOffsets(partitions).entrySet()) {
                replayed += replay(topic, end.getKey(), end.getValue(), consumer, producer, admin);
            }
            return replayed;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not replay dead letters of " + topic, e.getCause());
        }
    }

    private static int replay(
            String topic,
            TopicPartition letters,
            long end,
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer,
            Admin admin)
            throws InterruptedException, ExecutionException {
        int replayed = 0;
        consumer.assign(List.of(letters));
        consumer.seekToBeginning(List.of(letters));
        while (consumer.position(letters) < end) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            long next = consumer.position(letters);
            for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(PATIENCE)) {
                if (letter.offset() < end) {
                    sent.add(producer.send(copy(topic, letter)));
                    next = letter.offset() + 1;
                }
            }
            for (Future<RecordMetadata> delivered : sent) {
                delivered.get();
            }
            if (!sent.isEmpty()) {
                admin.deleteRecords(Map.of(letters, RecordsToDelete.beforeOffset(next)))
                        .all()
                        .get();
            }
            replayed += sent.size();
        }
        return replayed;
    }

    /** As it was first sent. The key finds the partition of its payment again. */
    private static ProducerRecord<byte[], byte[]> copy(String topic, ConsumerRecord<byte[], byte[]> letter) {
        RecordHeaders headers = new RecordHeaders();
        letter.headers().forEach(header -> {
            if (!header.key().startsWith(NOTES)) {
                headers.add(header);
            }
        });
        return new ProducerRecord<>(topic, null, letter.key(), letter.value(), headers);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all", "enable.idempotence", true),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
