package io.verigrad.explorer.usage;

import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;

/** Settled calls that were paid in one token. */
public record Total(Address asset, long calls, TokenAmount charged) {}
