package io.verigrad.runner.api;

/** How one API writes its errors, as JSON. */
@FunctionalInterface
public interface ErrorFormat {
    byte[] write(Problem problem);
}
