package io.verigrad.runner.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that makes a model what it is. The SHA-256 of its canonical JSON is the model digest of receipts, so it
 * names every file by digest.
 *
 * @param model the name of the ONNX file
 * @param files the content of each file by its name
 * @param embeddings present exactly for models of that task
 * @param generation present exactly for models of that task
 * @param scoring present exactly for classification and re-ranking
 * @param probes inputs whose answers are known; they are run when the model is loaded
 * @param licence an SPDX expression
 * @param card what people should know before they use the model
 */
public record ModelManifest(
        int manifestVersion,
        String name,
        String version,
        Task task,
        String model,
        Map<String, ModelFile> files,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        Optional<EmbeddingSettings> embeddings,
        Optional<GenerationSettings> generation,
        Optional<ScoringSettings> scoring,
        List<Probe> probes,
        String licence,
        String source,
        String card) {
    /** The numerics class of models that compute with integers only, whatever runs them. */
    public static final String INT_EXACT = "int-exact";

    private static final int VERSION = 1;

    public ModelManifest {
        files = Map.copyOf(files);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        probes = List.copyOf(probes);
        require(manifestVersion == VERSION, "expected manifestVersion 1, found " + manifestVersion);
        require(name.matches("[a-z0-9][a-z0-9._-]{0,99}"), "expected a name of a-z, 0-9, '.', '_', '-', found " + name);
        require(version.matches("[A-Za-z0-9._-]{1,40}"), "expected a short version, found " + version);
        for (String file : files.keySet()) {
            // A name with a separator could leave the model's folder.
            require(file.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"), "expected a plain file name, found " + file);
        }
        require(files.containsKey(model), "expected the model file among the files, found " + files.keySet());
        require(!inputs.isEmpty() && !outputs.isEmpty(), "expected one input and output or more");
        require(distinct(inputs) && distinct(outputs), "expected distinct names of inputs and of outputs");
        require(
                embeddings.isPresent() == (task == Task.embeddings),
                "expected settings for embeddings with models of that task, and only there");
        require(
                generation.isPresent() == (task == Task.generation),
                "expected settings for generation with models of that task, and only there");
        require(
                scoring.isPresent() == (task == Task.classification || task == Task.reranking),
                "expected settings for scoring with models that classify or rerank, and only there");
        require(
                task != Task.reranking || scoring.orElseThrow().labels().size() == 1,
                "expected one label of a model that reranks");
        List<String> needed = new ArrayList<>();
        scoring.ifPresent(settings -> needed.add(settings.tokenizer()));
        embeddings.ifPresent(settings -> needed.add(settings.tokenizer()));
        generation.ifPresent(settings -> needed.addAll(settings.files()));
        require(files.keySet().containsAll(needed), "expected " + needed + " among the files, found " + files.keySet());
    }

    /** Whether it is registered as a model that gives the same bits on every machine: its probes say so of each. */
    public boolean isIntExact() {
        return !probes.isEmpty()
                && probes.stream().allMatch(probe -> probe.sha256().containsKey(INT_EXACT));
    }

    /** Whether what it gives in a numerics class is known by probes. */
    public boolean isProbed(String numericsClass) {
        return probes.stream().anyMatch(probe -> probe.sha256().containsKey(numericsClass));
    }

    /** Reads a manifest. */
    public static ModelManifest parse(byte[] json) throws MalformedJsonException {
        ObjectNode tree = Json.read(json, ObjectNode.class);
        if (!tree.has("embeddings")) {
            tree.putNull("embeddings");
        }
        if (!tree.has("generation")) {
            tree.putNull("generation");
        }
        if (!tree.has("scoring")) {
            tree.putNull("scoring");
        }
        if (!tree.has("probes")) {
            tree.putArray("probes");
        }
        return Json.convert(tree, ModelManifest.class);
    }

    private static boolean distinct(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::name).distinct().count() == specs.size();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
