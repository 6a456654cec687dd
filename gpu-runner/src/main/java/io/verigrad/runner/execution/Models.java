package io.verigrad.runner.execution;

import io.verigrad.runner.api.Problem;
import io.verigrad.runner.store.StoredModel;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Optional;

/**
 * The models on board: those that were there at the start, and versions that were added since. Who looks sees them as they are
 * at one moment.
 */
public final class Models {
    /** While it is bound, models are found in this very version, even one that was retired. */
    public static final ScopedValue<Hash32> EXACT = ScopedValue.newInstance();

    private final OnnxEngine engine;
    private final Residency residency;
    private final List<Model> first;
    private volatile LineUp lineUp = LineUp.EMPTY;

    /** All of them may be in memory at once. */
    public Models(OnnxEngine engine, List<StoredModel> stored) {
        this(engine, stored, Long.MAX_VALUE);
    }

    /**
     * @param budget how many bytes of model files may be in memory; others leave and are loaded again when they are used
     */
    public Models(OnnxEngine engine, List<StoredModel> stored, long budget) {
        this.engine = engine;
        this.residency = new Residency(budget);
        this.first = stored.stream().map(this::prepare).toList();
        this.lineUp = LineUp.EMPTY.with(first);
    }

    /** A model that nobody finds before it is added. */
    public Model prepare(StoredModel stored) {
        return new Model(engine, residency, stored);
    }

    /** Puts a version on board; it is what its name means from now on. */
    public synchronized void add(Model model) {
        lineUp = lineUp.with(List.of(model));
    }

    /** Takes a version back: it is found no more, except by {@link #EXACT}. */
    public synchronized void retire(Hash32 digest, String reason) {
        lineUp = lineUp.without(digest, reason);
    }

    /**
     * The model of that name in its newest version, or the pinned one.
     *
     * @param reference a name, {@code name@version}, {@code name@digest} or a digest
     */
    public Optional<Model> find(String reference) {
        return EXACT.isBound() ? lineUp.exact(reference, EXACT.get()) : lineUp.find(reference);
    }

    /** The model of that name, if it is of that version or none is asked for. */
    public Optional<Model> find(String name, Optional<String> version) {
        return find(version.map(one -> name + "@" + one).orElse(name));
    }

    /** Why {@link #find} finds nothing. */
    public Problem absence(String reference) {
        return lineUp.absence(reference);
    }

    /** The version of that digest, retired or not. */
    public Optional<Model> version(Hash32 digest) {
        return lineUp.version(digest);
    }

    /** All versions of that name, oldest first, retired ones too. */
    public List<Model> versions(String name) {
        return lineUp.versions(name);
    }

    /** Why a version was taken back; empty while it is served. */
    public Optional<String> retired(Model model) {
        return lineUp.retired(model);
    }

    /** All models in the order of their names, each in its newest version. */
    public List<Model> all() {
        return lineUp.all();
    }

    /** The models that were there at the start: those that evidence names. */
    public List<Model> first() {
        return first;
    }

    /** Bytes of model files in memory. */
    public long bytesInMemory() {
        return residency.used();
    }

    /** The names of the models in memory, the one that would leave first at the head. */
    List<String> resident() {
        return residency.names();
    }
}
