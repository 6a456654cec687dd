package io.verigrad.client.fleet;

import io.verigrad.client.CallOutcome;
import java.net.URI;

/** One try of a call. */
public record Attempt(URI runner, CallOutcome outcome) {}
