package io.verigrad.runner.price;

import io.verigrad.price.Conversion;
import io.verigrad.value.Address;

/**
 * A token that calls can be paid in at the price of the moment.
 *
 * @param name the name in the token's EIP-712 domain
 * @param version the version in it
 * @param pair the token and the money that models are priced in, such as {@code OPG/USD}
 */
public record QuotedToken(
        Address address, String name, String version, String pair, Conversion conversion, Quotes quotes) {}
