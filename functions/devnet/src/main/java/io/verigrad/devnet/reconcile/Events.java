package io.verigrad.devnet.reconcile;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a bus may do to events that it promised to deliver at least once, and to those that it may lose. */
public record Events(String servers) {
    private static final int REPEATED = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Delivers the newest events of a topic once more. */
    public void repeat(String topic) throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> newest = newest(topic);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = newest.stream()
                    .map(event -> producer.send(new ProducerRecord<>(
                            topic, event.partition(), event.timestamp(), event.key(), event.value(), event.headers())))
                    .toList();
            for (Future<RecordMetadata> delivered : sent) {
                delivered.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not take events of " + topic, e.getCause());
        }
    }

    /** Deletes all events of a topic, taken or not. */
    public void drop(String topic) throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            Map<TopicPartition, RecordsToDelete> all =
                    consumer.endOffsets(partitions(consumer, topic)).entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue())));
            admin.deleteRecords(all).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not drop events of " + topic, e.getCause());
        }
    }

    /** How many events a topic holds. */
    public long count(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
            return consumer.endOffsets(partitions).entrySet().stream()
                    .mapToLong(end -> end.getValue() - first.getOrDefault(end.getKey(), 0L))
                    .sum();
        }
    }

    /** Events of a topic that a group of consumers has not taken yet. */
    public long unhandled(String topic, String group) throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            Map<TopicPartition, OffsetAndMetadata> taken = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return consumer.endOffsets(partitions(consumer, topic)).entrySet().stream()
                    .mapToLong(end -> end.getValue()
                            - Optional.ofNullable(taken.get(end.getKey()))
                                    .map(OffsetAndMetadata::offset)
                                    .orElse(0L))
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say what is left of " + topic, e.getCause());
        }
    }

    /** Keys of all events that a topic still holds and a group has taken. */
    public List<String> taken(String topic, String group) throws InterruptedException {
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            Map<TopicPartition, OffsetAndMetadata> taken = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            for (TopicPartition partition : partitions(consumer, topic)) {
                OffsetAndMetadata end = taken.get(partition);
                if (end != null) {
                    keys.addAll(keysUpTo(consumer, partition, end.offset()));
                }
            }
            return keys;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say what was taken of " + topic, e.getCause());
        }
    }

    private static List<String> keysUpTo(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
        List<String> keys = new ArrayList<>();
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> event : consumer.poll(PATIENCE)) {
                if (event.offset() < end) {
                    keys.add(new String(event.key(), StandardCharsets.UTF_8));
                }
            }
        }
        return keys;
    }

    private List<ConsumerRecord<byte[], byte[]>> newest(String topic) {
        List<ConsumerRecord<byte[], byte[]>> newest = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.endOffsets(partitions)
                    .forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - REPEATED)));
            consumer.poll(PATIENCE).forEach(newest::add);
        }
        return newest;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(part -> new TopicPartition(topic, part.partition()))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
