package io.verigrad.runner.execution;

import io.verigrad.runner.execution.RunException.Cause;
import io.verigrad.runner.store.EmbeddingSettings;
import io.verigrad.runner.store.ModelFile;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.ModelStoreException;
import io.verigrad.runner.store.ScoringSettings;
import io.verigrad.runner.store.StoredModel;
import io.verigrad.value.Hash32;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model on board. Its files are checked and loaded when it is first used; a failure is tried again the next time. */
public final class Model {
    private final OnnxEngine engine;
    private final StoredModel stored;
    private final Residency residency;
    private volatile @Nullable TextTokenizer tokenizer;

    Model(OnnxEngine engine, Residency residency, StoredModel stored) {
        this.engine = engine;
        this.residency = residency;
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
        return engine.numericsClass(manifest());
    }

    /** Whether its manifest says what this runner's numerics class gives, which is checked when it is loaded. */
    public boolean isProbed() {
        return manifest().isProbed(engine.probedClass(manifest()));
    }

    /** Runs the model, which is loaded first if need be. See {@link OnnxModel#run}. */
    public List<Tensor> run(List<Tensor> inputs, Set<String> outputs) throws RunException {
        OnnxModel loaded = enter();
        try {
            return loaded.run(inputs, outputs);
        } finally {
            residency.leave(this);
        }
    }

    /** Loads the model now, so that what is wrong with it shows before anything is paid. */
    public void load() throws RunException {
        enter();
        residency.leave(this);
    }

    /**
     * The embedder of a model for that task.
     *
     * @throws IllegalStateException if the model has another task
     */
    public TextEmbedder embedder() throws RunException {
        load();
        return new TextEmbedder(this, settings());
    }

    /**
     * What scores texts by a model that classifies or reranks.
     *
     * @throws IllegalStateException if the model has another task
     */
    public TextScorer scorer() throws RunException {
        load();
        return new TextScorer(this, scoring());
    }

    /** The settings of a model that classifies or reranks. */
    public ScoringSettings scoring() {
        return manifest().scoring().orElseThrow(() -> new IllegalStateException(name() + " scores no text"));
    }

    /** The tokenizer of a model for embeddings, classification or re-ranking. */
    public TextTokenizer tokenizer() throws RunException {
        TextTokenizer loaded = tokenizer;
        return loaded == null ? loadTokenizer() : loaded;
    }

    /** The settings of a model for embeddings. */
    public EmbeddingSettings settings() {
        return manifest().embeddings().orElseThrow(() -> new IllegalStateException(name() + " embeds no text"));
    }

    /** Continues a prompt of one token or more until the stepper ends it. An interrupt ends it too. */
    public void decode(long[] prompt, Stepper stepper) throws RunException {
        OnnxModel loaded = enter();
        try {
            loaded.decode(prompt, stepper);
        } finally {
            residency.leave(this);
        }
    }

    /** A file of the model, checked against its manifest. */
    public ByteBuffer file(String name) throws RunException {
        try {
            return stored.read(name);
        } catch (ModelStoreException e) {
            throw new RunException(Cause.MODEL, String.valueOf(e.getMessage()), e);
        }
    }

    private OnnxModel enter() throws RunException {
        OnnxModel loaded = residency.use(this);
        return loaded == null ? loadOnnx() : loaded;
    }

    private synchronized OnnxModel loadOnnx() throws RunException {
        OnnxModel before = residency.use(this);
        if (before != null) {
            return before;
        }
        ModelFile file =
                Objects.requireNonNull(manifest().files().get(manifest().model()), "a manifest names its model");
        residency.reserve(this, file.size());
        try {
            OnnxModel loaded = engine.load(stored);
            residency.loaded(this, loaded);
            return loaded;
        } catch (ModelStoreException e) {
            residency.failed(this);
            throw new RunException(Cause.MODEL, String.valueOf(e.getMessage()), e);
        } catch (OutOfMemoryError e) {
            residency.failed(this);
            throw new RunException(Cause.MEMORY, "there is no memory for model " + name(), e);
        } catch (RunException | RuntimeException | Error e) {
            residency.failed(this);
            throw e;
        }
    }

    private String tokenizerFile() {
        return manifest()
                .scoring()
                .map(ScoringSettings::tokenizer)
                .orElseGet(() -> settings().tokenizer());
    }

    private synchronized TextTokenizer loadTokenizer() throws RunException {
        TextTokenizer loaded = tokenizer;
        if (loaded == null) {
            try {
                loaded = TextTokenizer.load(stored.read(tokenizerFile()));
            } catch (ModelStoreException e) {
                throw new RunException(Cause.MODEL, String.valueOf(e.getMessage()), e);
            }
            tokenizer = loaded;
        }
        return loaded;
    }
}
