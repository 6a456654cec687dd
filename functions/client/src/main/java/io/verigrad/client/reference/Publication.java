package io.verigrad.client.reference;

import io.verigrad.value.Hash32;
import java.time.Instant;

/** Whether a file was published by whom it should be. */
public sealed interface Publication {
    /**
     * It was.
     *
     * @param loggedAt when the transparency log took it
     * @param logIndex its place in the log
     * @param bundleDigest SHA-256 of the bundle, to name this publication by
     */
    record Published(Instant loggedAt, long logIndex, Hash32 bundleDigest) implements Publication {}

    /** The bundle proves something else, or nothing. */
    record NotPublished(String problem) implements Publication {}

    /** The bundle cannot be read. */
    record Malformed(String problem) implements Publication {}
}
