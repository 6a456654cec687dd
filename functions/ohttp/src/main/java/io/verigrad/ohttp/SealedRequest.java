package io.verigrad.ohttp;

/**
 * A request that only the holder of the key can read.
 *
 * @param message the encapsulated request
 * @param response opens the one response to it
 */
public record SealedRequest(byte[] message, Framing framing, ResponseOpener response) {}
