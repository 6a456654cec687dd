package io.verigrad.runner.hub;

import java.time.Instant;
import java.util.UUID;

/**
 * Where an upload stands.
 *
 * @param offset the bytes that are here; the file is in the store when that is its size
 * @param expires when it is forgotten if no byte comes
 */
public record UploadState(UUID id, long offset, long size, Instant expires) {}
