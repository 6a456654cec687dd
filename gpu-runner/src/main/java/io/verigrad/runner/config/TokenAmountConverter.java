package io.verigrad.runner.config;

import io.verigrad.value.TokenAmount;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads an amount of atomic units from configuration. */
public final class TokenAmountConverter implements Converter<TokenAmount> {
    private static final long serialVersionUID = 1L;

    @Override
    public TokenAmount convert(String value) {
        return TokenAmount.parse(value);
    }
}
