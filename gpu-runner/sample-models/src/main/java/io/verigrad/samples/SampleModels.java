package io.verigrad.samples;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Hash32;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/** Writes the sample models to a model store: one folder per model with its manifest and the files that this names. */
public final class SampleModels {
    /** The sentence embedding model. */
    public static final String MINILM = "all-minilm-l6-v2";
    /** The tabular classifier. */
    public static final String IRIS = "iris";

    /** The text generator. */
    public static final String DECODER = "tiny-decoder";

    /** Ranks documents; it is for tests. */
    public static final String RERANKER = "tiny-reranker";

    /** Tells loud texts from calm ones; it is for tests. */
    public static final String CLASSIFIER = "tiny-classifier";

    /** Needs as much memory as it is told to; it is for tests. */
    public static final String HOARDER = "tiny-hoarder";

    /** Computes with integers only, so that it gives the same bits on every machine; it is for tests. */
    public static final String INTEGERS = "tiny-integers";

    private static final Map<String, Map<String, Source>> FILES = Map.of(
            INTEGERS, Map.of("model.onnx", () -> new ByteArrayInputStream(TinyIntegers.generate())),
            HOARDER, Map.of("model.onnx", () -> new ByteArrayInputStream(TinyHoarder.generate())),
            RERANKER,
                    Map.of(
                            "model.onnx", () -> new ByteArrayInputStream(TinyScorers.reranker()),
                            "tokenizer.json", () -> new ByteArrayInputStream(TinyTokenizer.pairTokenizer())),
            CLASSIFIER,
                    Map.of(
                            "model.onnx", () -> new ByteArrayInputStream(TinyScorers.classifier()),
                            "tokenizer.json", () -> new ByteArrayInputStream(TinyTokenizer.pairTokenizer())),
            MINILM,
                    Map.of(
                            "model.onnx", () -> Resources.open("all-minilm-l6-v2.onnx"),
                            "tokenizer.json", () -> Resources.open("all-minilm-l6-v2-tokenizer.json")),
            IRIS, Map.of("model.onnx", () -> new ByteArrayInputStream(IrisModel.generate())),
            DECODER,
                    Map.of(
                            "model.onnx", () -> new ByteArrayInputStream(TinyDecoder.generate()),
                            "tokenizer.json", () -> new ByteArrayInputStream(TinyTokenizer.tokenizer()),
                            "config.json", () -> new ByteArrayInputStream(TinyTokenizer.config()),
                            "generation_config.json", () -> new ByteArrayInputStream(TinyTokenizer.generationConfig()),
                            "tokenizer_config.json", () -> new ByteArrayInputStream(TinyTokenizer.tokenizerConfig())));

    private SampleModels() {}

    /** The names of the samples. */
    public static List<String> names() {
        return List.of(MINILM, IRIS, DECODER);
    }

    /**
     * Writes all samples below {@code store}. Files that are there and have their digest stay; a manifest is written
     * after its files, so a folder with a manifest is complete. Several processes may write to one store: each writes
     * its own copy and moves it into place whole.
     *
     * @throws IOException if a file cannot be written, or its content is not what its manifest says
     */
    public static void writeTo(Path store) throws IOException {
        for (String name : names()) {
            writeTo(store, name);
        }
    }

    /** Writes one sample, or one of the models for tests, below {@code store}. */
    public static void writeTo(Path store, String name) throws IOException {
        Map<String, Source> sources = FILES.get(name);
        if (sources == null) {
            throw new IllegalArgumentException("expected one of " + FILES.keySet() + ", found " + name);
        }
        Path folder = Files.createDirectories(store.resolve(name));
        byte[] manifest;
        try (InputStream resource = Resources.open("io/verigrad/samples/" + name + ".json")) {
            manifest = resource.readAllBytes();
        }
        for (Map.Entry<String, JsonNode> file : files(manifest).properties()) {
            Hash32 expected = Hash32.parse(file.getValue().required("sha256").asText());
            Source source = sources.get(file.getKey());
            if (source == null) {
                throw new IOException(name + " has no source for " + file.getKey());
            }
            write(folder.resolve(file.getKey()), source, expected);
        }
        write(folder.resolve("manifest.json"), () -> new ByteArrayInputStream(manifest), Sha256.hash(manifest));
    }

    private static JsonNode files(byte[] manifest) throws IOException {
        try {
            return Json.read(manifest, JsonNode.class).required("files");
        } catch (MalformedJsonException e) {
            throw new IOException("a sample's manifest is malformed", e);
        }
    }

    private static void write(Path target, Source source, Hash32 expected) throws IOException {
        if (Files.exists(target)
                && digest(() -> Files.newInputStream(target), OutputStream.nullOutputStream())
                        .equals(expected)) {
            return;
        }
        Path part =
                Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
        try {
            Hash32 found;
            try (OutputStream out = Files.newOutputStream(part)) {
                found = digest(source, out);
            }
            if (!found.equals(expected)) {
                throw new IOException(
                        "expected " + target.getFileName() + " of SHA-256 " + expected + ", found " + found);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Hash32 digest(Source source, OutputStream copy) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(source.open(), digest)) {
            in.transferTo(copy);
        }
        return Hash32.of(digest.digest());
    }
}
