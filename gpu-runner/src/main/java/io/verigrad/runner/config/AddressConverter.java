package io.verigrad.runner.config;

import io.verigrad.value.Address;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads an account from configuration. */
public final class AddressConverter implements Converter<Address> {
    private static final long serialVersionUID = 1L;

    @Override
    public Address convert(String value) {
        return Address.parse(value);
    }
}
