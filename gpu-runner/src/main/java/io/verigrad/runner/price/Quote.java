package io.verigrad.runner.price;

import io.verigrad.value.TokenAmount;
import java.time.Instant;

/**
 * A price that payers were told.
 *
 * @param price of one whole token, in 10^-18
 * @param until payments at this price are taken before then
 */
public record Quote(TokenAmount price, Instant until) {}
