package io.verigrad.chain.settlement;

import io.verigrad.value.Address;
import io.verigrad.value.Signature;

/** A validator's signature over an appraisal, a registration or a verdict. */
public record Endorsement(Address validator, Signature signature) {}
