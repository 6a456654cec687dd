package io.verigrad.explorer.usage;

import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;

/**
 * What one payee was charged for, before the shares of operator, validators and treasury.
 *
 * @param payTo the vault of the model's host
 */
public record Earned(Address payTo, Address asset, long calls, TokenAmount charged) {}
