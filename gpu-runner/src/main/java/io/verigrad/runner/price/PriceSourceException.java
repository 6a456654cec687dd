package io.verigrad.runner.price;

/** A source gave no prices. */
final class PriceSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    PriceSourceException(String message) {
        super(message);
    }

    PriceSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
