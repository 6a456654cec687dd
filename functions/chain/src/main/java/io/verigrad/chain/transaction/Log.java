package io.verigrad.chain.transaction;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.List;

/** An event of a contract. */
public record Log(Address address, List<Hash32> topics, Bytes data) {
    public Log {
        topics = List.copyOf(topics);
    }
}
