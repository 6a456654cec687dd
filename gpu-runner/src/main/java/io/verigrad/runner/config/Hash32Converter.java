package io.verigrad.runner.config;

import io.verigrad.value.Hash32;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a hash from configuration. */
public final class Hash32Converter implements Converter<Hash32> {
    private static final long serialVersionUID = 1L;

    @Override
    public Hash32 convert(String value) {
        return Hash32.parse(value);
    }
}
