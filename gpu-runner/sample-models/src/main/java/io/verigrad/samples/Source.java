package io.verigrad.samples;

import java.io.IOException;
import java.io.InputStream;

/** Where the content of one file comes from. */
@FunctionalInterface
interface Source {
    InputStream open() throws IOException;
}
