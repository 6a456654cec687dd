package io.verigrad.attestation.policy;

import java.util.List;

/** A policy file that cannot be applied; the message has one line for each problem. */
public final class PolicyFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    PolicyFormatException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each problem: where it is, what was expected, what was found. */
    public List<String> problems() {
        return problems;
    }
}
