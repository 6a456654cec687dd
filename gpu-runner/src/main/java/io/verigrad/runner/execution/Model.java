package io.verigrad.runner.execution;

import io.verigrad.runner.execution.RunException.Cause;
import io.verigrad.runner.store.EmbeddingSettings;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.ModelStoreException;
import io.verigrad.runner.store.StoredModel;
import io.verigrad.value.Hash32;
import org.jspecify.annotations.Nullable;

/** A model on board. Its files are checked and loaded when it is first used; a failure is tried again the next time. */
public final class Model {
    private final OnnxEngine engine;
    private final StoredModel stored;
    private volatile @Nullable OnnxModel onnx;
    private volatile @Nullable TextTokenizer tokenizer;

    Model(OnnxEngine engine, StoredModel stored) {
        this.engine = engine;
        this.stored = stored;
    }

    public String name() {
        return stored.manifest().name();
    }

    public ModelManifest manifest() {
        return stored.manifest();
    }

    /** The model digest of receipts. */
    public Hash32 digest() {
        return stored.digest();
    }

    public String numericsClass() {
        return engine.numericsClass();
    }

    /** The loaded model. */
    public OnnxModel onnx() throws RunException {
        OnnxModel loaded = onnx;
        return loaded == null ? loadOnnx() : loaded;
    }

    /**
     * The embedder of a model for that task.
     *
     * @throws IllegalStateException if the model has another task
     */
    public TextEmbedder embedder() throws RunException {
        return new TextEmbedder(onnx(), manifest(), settings());
    }

    /** The tokenizer of a model for embeddings. */
    public TextTokenizer tokenizer() throws RunException {
        TextTokenizer loaded = tokenizer;
        return loaded == null ? loadTokenizer() : loaded;
    }

    /** The settings of a model for embeddings. */
    public EmbeddingSettings settings() {
        return manifest().embeddings().orElseThrow(() -> new IllegalStateException(name() + " embeds no text"));
    }

    private synchronized OnnxModel loadOnnx() throws RunException {
        OnnxModel loaded = onnx;
        if (loaded == null) {
            try {
                loaded = engine.load(stored);
            } catch (ModelStoreException e) {
                throw new RunException(Cause.MODEL, String.valueOf(e.getMessage()), e);
            }
            onnx = loaded;
        }
        return loaded;
    }

    private synchronized TextTokenizer loadTokenizer() throws RunException {
        TextTokenizer loaded = tokenizer;
        if (loaded == null) {
            try {
                loaded = TextTokenizer.load(stored.read(settings().tokenizer()));
            } catch (ModelStoreException e) {
                throw new RunException(Cause.MODEL, String.valueOf(e.getMessage()), e);
            }
            tokenizer = loaded;
        }
        return loaded;
    }
}
