package io.verigrad.chain.settlement;

import io.verigrad.value.Address;
import io.verigrad.value.Signature;

/** A validator's signature over an appraisal or a registration. */
public record Endorsement(Address validator, Signature signature) {}
