package io.verigrad.explorer.live;

import io.verigrad.explorer.call.CallSummary;
import java.time.Instant;
import java.util.List;

/**
 * What changed since the update before.
 *
 * @param at when the ledger was read, so that a reader sees how old the page is
 * @param calls new ones and ones that moved on, newest first; often none
 */
record LiveUpdate(Instant at, List<CallSummary> calls) {}
