package io.verigrad.devnet;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where each part of the network listens on the loopback interface. */
public record DevnetPorts(
        int runner,
        int payment,
        int verifier,
        int settlement,
        int explorer,
        int chain,
        int postgres,
        int kafka,
        int kafkaController) {
    static DevnetPorts fixed() {
        return new DevnetPorts(8080, 8081, 8082, 8083, 8084, 8545, 15432, 19092, 19093);
    }

    static DevnetPorts free() {
        int[] ports = Ports.free(9);
        return new DevnetPorts(
                ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], ports[6], ports[7], ports[8]);
    }

    /** Fails with one line that names every port that somebody else holds. */
    void requireFree() throws IOException {
        Map<String, Integer> parts = new LinkedHashMap<>();
        parts.put("gpu-runner", runner);
        parts.put("payment-fn", payment);
        parts.put("verifier-fn", verifier);
        parts.put("settlement-fn", settlement);
        parts.put("explorer-fn", explorer);
        parts.put("chain", chain);
        parts.put("PostgreSQL", postgres);
        parts.put("Kafka", kafka);
        parts.put("Kafka controller", kafkaController);
        String taken = parts.entrySet().stream()
                .filter(part -> Ports.isTaken(part.getValue()))
                .map(part -> part.getValue() + " (" + part.getKey() + ")")
                .collect(Collectors.joining(", "));
        if (!taken.isEmpty()) {
            throw new IOException(
                    "these ports are in use: " + taken + ". Stop what listens there, or start with --free-ports");
        }
    }
}
