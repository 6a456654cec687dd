package io.verigrad.client.receipt;

/** One thing that is wrong, with what was expected and what was found; never a part of a prompt or an answer. */
public record Violation(ViolationCode code, String detail) {
    @Override
    public String toString() {
        return code.code() + ": " + detail;
    }
}
