package io.verigrad.runner.enclave;

import io.verigrad.value.Address;
import io.verigrad.value.Signature;

/** A validator's signature over a registration. */
record Endorsement(Address validator, Signature signature) {}
