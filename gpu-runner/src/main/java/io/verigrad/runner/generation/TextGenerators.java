package io.verigrad.runner.generation;

import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.RunException;
import io.verigrad.value.Hash32;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The generators that were used, by model. */
public final class TextGenerators {
    private final Map<Hash32, TextGenerator> generators = new ConcurrentHashMap<>();

    /** The generator of a model for that task. */
    public TextGenerator of(Model model) throws RunException {
        TextGenerator known = generators.get(model.digest());
        if (known != null) {
            return known;
        }
        TextGenerator made = TextGenerator.of(model);
        TextGenerator first = generators.putIfAbsent(model.digest(), made);
        return first == null ? made : first;
    }
}
