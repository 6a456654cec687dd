package io.verigrad.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Real evidence, which lives beside the repository and not in it. Cases that need it are skipped where it is absent. */
public final class Fixtures {
    private static final Path FOLDER = Path.of("shared", "fixtures", "attestation");

    private Fixtures() {}

    /** The folder of one kind of fixture, or empty where there are none. */
    public static Optional<Path> folder(String kind) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(FOLDER).resolve(kind))) {
                return Optional.of(at.resolve(FOLDER).resolve(kind));
            }
        }
        return Optional.empty();
    }

    public static Bytes read(String kind, String name) {
        try {
            return Bytes.of(Files.readAllBytes(folder(kind).orElseThrow().resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(String kind, String name) {
        try {
            return Json.read(read(kind, name).toArray(), JsonNode.class);
        } catch (io.verigrad.json.MalformedJsonException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** The DER of a PEM certificate. */
    public static Bytes pem(String kind, String name) {
        String text = new String(read(kind, name).toArray(), StandardCharsets.US_ASCII);
        return Bytes.of(Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", "")));
    }

    /**
     * One verdict.
     *
     * @param with the collateral, or what else it was judged with
     * @param at the time that it was judged at, empty where none matters
     */
    public record Row(String evidence, String with, String at, String expected, String found) {
        public Row(String evidence, Object at, String expected, String found) {
            this(evidence, "", at.toString(), expected, found);
        }
    }

    /** Keeps the verdicts of one kind of evidence as a table in Markdown, which {@code ./verigrad fixtures} prints. */
    public static void table(String kind, List<Row> rows) {
        StringBuilder table = new StringBuilder("\n### " + kind + "\n\n")
                .append("| evidence | judged with | judged at | expected | verdict |\n")
                .append("| --- | --- | --- | --- | --- |\n");
        for (Row row : rows) {
            table.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(row.evidence, row.with, row.at.replace("T00:00:00Z", ""), row.expected, row.found));
        }
        try {
            Path folder = Files.createDirectories(Path.of("target", "fixture-verdicts"));
            Files.writeString(folder.resolve(kind + ".md"), table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the verdicts of one kind of evidence as lines of text. */
    public static void write(String kind, List<String> lines) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fixture-verdicts"));
            Files.write(folder.resolve(kind + ".txt"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
