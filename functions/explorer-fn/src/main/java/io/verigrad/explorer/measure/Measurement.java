package io.verigrad.explorer.measure;

import io.micrometer.core.instrument.Tags;

/** One number of the ledger, with the labels that a query gave. */
record Measurement(String name, Tags tags, double value) {}
