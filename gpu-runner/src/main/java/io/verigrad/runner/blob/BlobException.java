package io.verigrad.runner.blob;

import java.io.IOException;

/** A file that cannot be had, or is not what its digest says. */
public final class BlobException extends IOException {
    private static final long serialVersionUID = 1L;

    BlobException(String message) {
        super(message);
    }

    BlobException(String message, Throwable cause) {
        super(message, cause);
    }
}
