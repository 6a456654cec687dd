package io.verigrad.runner.generation;

import io.verigrad.runner.execution.TextTokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * Tokens as text while they come. What may still change is held back: half of a character, and what may be the start of
 * a stop word.
 */
final class GrowingText {
    private static final String HALF = "\uFFFD";

    private final TextTokenizer tokenizer;
    private final List<String> stops;
    private final TextSink out;
    private final StringBuilder text = new StringBuilder();
    private long[] tokens = new long[64];
    private int count;
    // The text of a token may depend on the one before it: tokens are read in a window that starts earlier.
    private int window;
    private int read;
    private int given;

    GrowingText(TextTokenizer tokenizer, List<String> stops, TextSink out) {
        this.tokenizer = tokenizer;
        this.stops = stops;
        this.out = out;
    }

    int count() {
        return count;
    }

    /** All that was given out. */
    String text() {
        return text.substring(0, given);
    }

    /** Adds a token, and tells whether a stop word ended the text. */
    boolean add(long token) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        tokens[count++] = token;
        String fresh = fresh();
        if (fresh.isEmpty() || fresh.endsWith(HALF)) {
            return false;
        }
        return append(fresh);
    }

    /** Gives out what was held back. */
    void end() {
        if (!append(fresh())) {
            give(text.length());
        }
    }

    private String fresh() {
        String before = decode(read);
        String now = decode(count);
        return now.length() > before.length() ? now.substring(before.length()) : "";
    }

    private String decode(int end) {
        return tokenizer.decode(Arrays.copyOfRange(tokens, window, end));
    }

    private boolean append(String fresh) {
        window = read;
        read = count;
        text.append(fresh);
        int stop = stops.stream()
                .mapToInt(word -> text.indexOf(word, given))
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
        give(stop >= 0 ? stop : text.length() - held());
        return stop >= 0;
    }

    /** The longest end of the text that a stop word may start with. */
    private int held() {
        int held = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length() - given); length > held; length--) {
                if (stop.startsWith(text.substring(text.length() - length))) {
                    held = length;
                }
            }
        }
        return held;
    }

    private void give(int end) {
        if (end > given) {
            String piece = text.substring(given, end);
            given = end;
            out.piece(piece, count);
        }
    }
}
