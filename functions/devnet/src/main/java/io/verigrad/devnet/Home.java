package io.verigrad.devnet;

import java.nio.file.Path;

/** The checkout that the launcher stands in. */
final class Home {
    private Home() {}

    static Path path() {
        return Path.of(System.getProperty("verigrad.home", "")).toAbsolutePath().normalize();
    }
}
