package io.verigrad.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fenced block of a page.
 *
 * @param place file and line, for people
 */
record Snippet(String place, String language, String text) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]+)\\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|([^\\s']+)");

    static List<Snippet> of(Path page) throws IOException {
        String text = Files.readString(page);
        return BLOCK.matcher(text)
                .results()
                .map(block -> new Snippet(page.getFileName() + ":" + line(text, block), block.group(1), block.group(2)))
                .toList();
    }

    /** Lines of a shell block, those that end with a backslash joined with the next one, without comments. */
    List<String> lines() {
        return text.replace("\\\n", " ")
                .lines()
                .map(line -> line.replaceAll("\\s+#.*$", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The exit code that the page promises for a line: {@code # exits 1}. */
    int expectedExit(String line) {
        return text.lines().anyMatch(whole -> whole.startsWith(line) && whole.contains("# exits 1")) ? 1 : 0;
    }

    /** The words of a line, as a shell splits those that pages have. */
    static List<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }

    private static long line(String text, MatchResult block) {
        return text.substring(0, block.start()).lines().count() + 1;
    }

    @Override
    public String toString() {
        return place;
    }
}
