package io.verigrad.verifier.config;

import java.util.List;

/** A configuration that cannot be applied; the message has one line for each problem. */
public final class InvalidConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
