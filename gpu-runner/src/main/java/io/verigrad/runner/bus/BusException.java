package io.verigrad.runner.bus;

/** The bus did not acknowledge a receipt in time; whether it has it is unknown. */
public final class BusException extends Exception {
    private static final long serialVersionUID = 1L;

    BusException(String message, Throwable cause) {
        super(message, cause);
    }
}
