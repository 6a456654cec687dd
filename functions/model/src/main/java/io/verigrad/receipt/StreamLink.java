package io.verigrad.receipt;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Hash32;

/**
 * What an enclave signs while a stream runs: it sent these events as the answer to this request. Whoever is left with a
 * stream that was cut holds proof of what came.
 *
 * @param link the last link of the {@link StreamHashChain} over the events so far
 * @param events how many they are
 * @param inputUnits what was read
 * @param outputUnits what was made so far
 */
public record StreamLink(
        Hash32 requestHash,
        Hash32 link,
        @DecimalString long events,
        @DecimalString long inputUnits,
        @DecimalString long outputUnits) {
    public static final TypeHash TYPE = TypeHash.of(
            "StreamLink(bytes32 requestHash,bytes32 link,uint64 events,uint64 inputUnits,uint64 outputUnits)");

    public StreamLink {
        if (events < 0 || inputUnits < 0 || outputUnits < 0) {
            throw new IllegalArgumentException("expected no negative number of events or units");
        }
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .bytes32(requestHash)
                .bytes32(link)
                .uint(events)
                .uint(inputUnits)
                .uint(outputUnits)
                .hash();
    }
}
