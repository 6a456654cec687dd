package io.verigrad.ledger;

import io.verigrad.value.Hash32;
import java.time.Instant;
import java.util.Optional;

/**
 * The calls of one channel that wait to be claimed.
 *
 * @param affirmedSince since when the first of them waits
 */
public record ChannelBacklog(Hash32 channelId, int count, Optional<Instant> affirmedSince) {}
