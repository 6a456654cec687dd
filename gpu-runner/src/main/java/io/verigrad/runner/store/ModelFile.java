package io.verigrad.runner.store;

import io.verigrad.value.Hash32;

/** The content that a file of a model must have. */
public record ModelFile(Hash32 sha256, long size) {
    /** The largest file that is loaded: ONNX itself ends at 2 GiB. */
    static final long MAX_SIZE = Integer.MAX_VALUE;

    public ModelFile {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("expected a file of 1 byte to 2 GiB, found " + size);
        }
    }
}
