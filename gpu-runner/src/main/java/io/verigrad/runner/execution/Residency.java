package io.verigrad.runner.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models in memory, within a budget: who was used longest ago leaves first, and nobody while it runs. */
final class Residency {
    private static final class Resident {
        final long bytes;

        @Nullable OnnxModel loaded;

        int users;

        Resident(long bytes) {
            this.bytes = bytes;
        }
    }

    private final long budget;
    private final Map<Model, Resident> residents = new LinkedHashMap<>(16, 0.75f, true);
    private long used;

    /**
     * @param budget in bytes of model files
     */
    Residency(long budget) {
        this.budget = budget;
    }

    /** The loaded model, which stays until {@link #leave}; null if it has to be loaded. */
    synchronized @Nullable OnnxModel use(Model model) {
        Resident resident = residents.get(model);
        if (resident == null || resident.loaded == null) {
            return null;
        }
        resident.users++;
        return resident.loaded;
    }

    synchronized void leave(Model model) {
        Resident resident = residents.get(model);
        if (resident != null) {
            resident.users--;
        }
    }

    /**
     * Sets memory aside for a model that is about to be loaded.
     *
     * @throws RunException if what cannot leave now takes up too much
     */
    void reserve(Model model, long bytes) throws RunException {
        List<OnnxModel> leaving = new ArrayList<>();
        try {
            reserve(model, bytes, leaving);
        } finally {
            leaving.forEach(OnnxModel::close);
        }
    }

    private synchronized void reserve(Model model, long bytes, List<OnnxModel> leaving) throws RunException {
        long needed = used - (budget - bytes);
        List<Model> idle = new ArrayList<>();
        for (Map.Entry<Model, Resident> entry : residents.entrySet()) {
            if (needed > 0 && entry.getValue().users == 0 && entry.getValue().loaded != null) {
                needed -= entry.getValue().bytes;
                idle.add(entry.getKey());
            }
        }
        if (needed > 0) {
            throw new RunException(
                    bytes > budget ? RunException.Cause.MEMORY : RunException.Cause.OVERLOADED,
                    "model " + model.name() + " needs " + bytes + " bytes of a budget of " + budget);
        }
        for (Model one : idle) {
            Resident gone = residents.remove(one);
            if (gone != null && gone.loaded != null) {
                used -= gone.bytes;
                leaving.add(gone.loaded);
            }
        }
        residents.put(model, new Resident(bytes));
        used += bytes;
    }

    /** The model is in memory and in use. */
    synchronized void loaded(Model model, OnnxModel loaded) {
        Resident resident = residents.get(model);
        if (resident == null) {
            throw new IllegalStateException("no memory was set aside for " + model.name());
        }
        resident.loaded = loaded;
        resident.users = 1;
    }

    /** The model could not be loaded. */
    synchronized void failed(Model model) {
        Resident resident = residents.remove(model);
        if (resident != null) {
            used -= resident.bytes;
        }
    }

    /** Bytes of model files in memory. */
    synchronized long used() {
        return used;
    }

    /** The names of the models in memory, the one that would leave first at the head. */
    synchronized List<String> names() {
        return residents.keySet().stream().map(Model::name).toList();
    }
}
