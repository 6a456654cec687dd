package io.verigrad.runner;

import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.OnnxEngine;
import io.verigrad.runner.store.ModelStore;
import io.verigrad.samples.SampleModels;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sample models in a folder that all tests share; tests that damage files make their own. */
public final class SampleStore {
    public static final Path PATH = Path.of("target", "test-models").toAbsolutePath();

    /** A model for which there is never memory. */
    public static final String TOO_LARGE = "too-large";

    private SampleStore() {}

    /** The folder, written if need be. */
    public static synchronized Path written() {
        try {
            SampleModels.writeTo(PATH);
            SampleModels.writeTo(PATH, SampleModels.RERANKER);
            SampleModels.writeTo(PATH, SampleModels.CLASSIFIER);
            SampleModels.writeTo(PATH, SampleModels.HOARDER);
            writeTooLarge();
            return PATH;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A model that says that it is larger than any budget here; its file is never read. */
    private static void writeTooLarge() throws java.io.IOException {
        String manifest = Files.readString(PATH.resolve(SampleModels.HOARDER).resolve("manifest.json"))
                .replace(SampleModels.HOARDER, TOO_LARGE)
                .replace("\"size\": 164", "\"size\": 2000000000");
        Path written = Files.createDirectories(PATH.resolve(TOO_LARGE)).resolve("manifest.json");
        if (!Files.exists(written) || !Files.readString(written).equals(manifest)) {
            Files.writeString(written, manifest);
        }
    }

    public static Models models() throws Exception {
        return new Models(OnnxEngine.start(1), ModelStore.open(written()));
    }

    public static Model model(String name) throws Exception {
        return models().find(name).orElseThrow();
    }
}
