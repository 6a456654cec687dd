package io.verigrad.lambda;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One record of a batch.
 *
 * @param name for logs: where it lies, never what it says
 * @param lane records of one lane are in order: a partition of Kafka, or the one message of a queue
 * @param identifier how a partial failure names it to Lambda
 * @param event what it carries
 */
record Delivery(String name, String lane, JsonNode identifier, CloudEvent event) {}
