package io.verigrad.client.command;

import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;

/** Text of strangers on a terminal. */
final class Printable {
    private static final int MAX = 2_000;

    private Printable() {}

    /** The bytes as one line, without what moves a cursor or turns the reading direction, cut where it is long. */
    static String of(Bytes text) {
        String decoded = new String(text.slice(0, Math.min(text.size(), MAX)).toArray(), StandardCharsets.UTF_8);
        return decoded.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    }
}
