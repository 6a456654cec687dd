package io.verigrad.runner;

import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.OnnxEngine;
import io.verigrad.runner.store.ModelStore;
import io.verigrad.samples.SampleModels;
import java.nio.file.Path;

/** The sample models in a folder that all tests share; tests that damage files make their own. */
public final class SampleStore {
    public static final Path PATH = Path.of("target", "test-models").toAbsolutePath();

    private SampleStore() {}

    /** The folder, written if need be. */
    public static synchronized Path written() {
        try {
            SampleModels.writeTo(PATH);
            SampleModels.writeTo(PATH, SampleModels.RERANKER);
            SampleModels.writeTo(PATH, SampleModels.CLASSIFIER);
            return PATH;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static Models models() throws Exception {
        return new Models(OnnxEngine.start(1), ModelStore.open(written()));
    }

    public static Model model(String name) throws Exception {
        return models().find(name).orElseThrow();
    }
}
