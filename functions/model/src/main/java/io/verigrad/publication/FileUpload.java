package io.verigrad.publication;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.time.Duration;

/**
 * A file that its publisher wants to put into a runner's store. It names the content, so who repeats it can store nothing
 * else.
 *
 * @param sha256 of the whole file
 * @param size in bytes
 * @param issuedAt unix seconds; good for {@link #LIFETIME}
 */
public record FileUpload(
        Hash32 sha256,
        @DecimalString long size,
        Address publisher,
        @DecimalString long issuedAt) {
    public static final TypeHash TYPE =
            TypeHash.of("FileUpload(bytes32 sha256,uint64 size,address publisher,uint64 issuedAt)");
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    public FileUpload {
        if (size < 1 || issuedAt < 0) {
            throw new IllegalArgumentException(
                    "expected a size from 1 and unix seconds, found " + size + " and " + issuedAt);
        }
    }

    /** Whether it was signed within its lifetime, by a clock that may be as much ahead. */
    public boolean isFresh(Clock clock) {
        return Math.abs(clock.instant().getEpochSecond() - issuedAt) <= LIFETIME.toSeconds();
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .bytes32(sha256)
                .uint(size)
                .address(publisher)
                .uint(issuedAt)
                .hash();
    }
}
