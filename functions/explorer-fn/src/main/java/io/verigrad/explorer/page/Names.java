package io.verigrad.explorer.page;

import io.verigrad.explorer.problem.Problem;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of things as they come in a URL. A message never repeats what was sent. */
public final class Names {
    private static final Pattern HASH = Pattern.compile("0x[0-9a-f]{64}");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");

    private Names() {}

    public static Hash32 hash(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!HASH.matcher(lower).matches()) {
            throw Problem.malformed("expected 0x and 64 hexadecimal digits, found " + text.length() + " characters");
        }
        return Hash32.parse(lower);
    }

    /** Any letter case: a checksum that is wrong is somebody's typing error in a search, not an attack. */
    public static Address address(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!ADDRESS.matcher(lower).matches()) {
            throw Problem.malformed("expected 0x and 40 hexadecimal digits, found " + text.length() + " characters");
        }
        return Address.parse(lower);
    }
}
