package io.verigrad.ledger;

import io.verigrad.value.Address;
import java.util.Optional;

/**
 * Which resources are wanted; what is empty does not matter.
 *
 * @param words what people would type into a search box
 * @param extension one that the resource must have
 */
public record ResourceQuery(
        Optional<String> words,
        Optional<String> type,
        Optional<Address> payTo,
        Optional<String> scheme,
        Optional<String> network,
        Optional<String> extension,
        int limit,
        int offset) {}
