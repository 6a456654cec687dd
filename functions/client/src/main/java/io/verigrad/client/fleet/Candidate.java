package io.verigrad.client.fleet;

import io.verigrad.client.receipt.KeyStanding;
import io.verigrad.value.TokenAmount;
import java.net.URI;
import java.time.Duration;

/**
 * A runner that has a model, as it was found a moment ago.
 *
 * @param price the most that one call costs, by the runner's word; the policy judges the offer that it signs
 * @param standing what the registry says of the key that the runner names as its own
 * @param latency of its list of models
 */
public record Candidate(URI runner, TokenAmount price, KeyStanding standing, Duration latency) {}
