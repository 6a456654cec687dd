package io.verigrad.runner.paid;

import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * What is for sale: calls of one model.
 *
 * @param price of one call, in atomic units
 */
public record Product(String name, Hash32 modelDigest, TokenAmount price) {}
