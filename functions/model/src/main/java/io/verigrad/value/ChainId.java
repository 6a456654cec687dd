package io.verigrad.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An EVM chain, written as CAIP-2: {@code eip155:8453} is Base. */
public record ChainId(long value) {
    /** Longer text of strangers is not repeated. */
    private static final int MAX_SHOWN = 64;

    private static final String NAMESPACE = "eip155:";

    public ChainId {
        if (value <= 0) {
            throw new IllegalArgumentException("expected a positive chain id, found " + value);
        }
    }

    /** Parses the CAIP-2 form; other namespaces than {@code eip155} are refused. */
    @JsonCreator
    public static ChainId parse(String text) {
        if (!text.matches(NAMESPACE + "[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("expected a network such as eip155:8453, found "
                    + (text.length() > MAX_SHOWN ? text.length() + " characters" : '"' + text + '"'));
        }
        return new ChainId(Long.parseLong(text.substring(NAMESPACE.length())));
    }

    @Override
    @JsonValue
    public String toString() {
        return NAMESPACE + value;
    }
}
