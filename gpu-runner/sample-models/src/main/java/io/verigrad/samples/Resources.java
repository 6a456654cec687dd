package io.verigrad.samples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** Opens what lies on the class path of this module. */
final class Resources {
    private Resources() {}

    static InputStream open(String path) throws IOException {
        InputStream stream = Resources.class.getClassLoader().getResourceAsStream(path);
        if (stream == null) {
            throw new FileNotFoundException("resource " + path + " is missing from the class path");
        }
        return stream;
    }
}
