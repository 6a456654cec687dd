package io.verigrad.devnet;

import io.verigrad.value.Hash32;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What lies in the network's topics. */
record Bus(Devnet devnet) {
    /** The record of a payment; it is keyed by it. Waits for it. */
    ConsumerRecord<String, byte[]> record(String topic, Hash32 paymentId) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", devnet.broker().bootstrapServers());
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    if (paymentId.toString().equals(record.key())) {
                        return record;
                    }
                }
            }
        }
        throw new AssertionError("expected an event of payment " + paymentId + " in " + topic + ", found none");
    }
}
