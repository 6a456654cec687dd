package io.verigrad.runner.paid;

import io.verigrad.value.Hash32;

/** One payment header for one request. */
record CallKey(Hash32 headerDigest, Hash32 requestHash) {}
