package io.verigrad.runner.execution;

import io.verigrad.runner.store.EmbeddingSettings;
import io.verigrad.runner.store.TensorSpec;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Turns the tokens of a text into a vector: run, pool, normalise. */
public final class TextEmbedder {
    private final Model model;
    private final EmbeddingSettings settings;

    TextEmbedder(Model model, EmbeddingSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    /** The vector of one text, without padding. Texts share a run only where that was found to change no bit. */
    public float[] embed(long[] tokens) throws RunException {
        List<Tensor> inputs = new ArrayList<>();
        for (TensorSpec input : model.manifest().inputs()) {
            inputs.add(Tensor.of(input.name(), List.of(1L, (long) tokens.length), values(input.name(), tokens)));
        }
        Tensor hidden = model.run(inputs, Set.of(settings.output())).getFirst();
        if (!hidden.shape().equals(List.of(1L, (long) tokens.length, (long) settings.dimensions()))) {
            throw new RunException(RunException.Cause.MODEL, "the model gave an output of shape " + hidden.shape());
        }
        float[] vector = pool(hidden.data().asFloatBuffer(), tokens.length);
        return settings.normalize() ? normalized(vector) : vector;
    }

    private static long[] values(String input, long[] tokens) throws RunException {
        return switch (input) {
            case "input_ids" -> tokens;
            case "attention_mask" -> {
                long[] ones = new long[tokens.length];
                java.util.Arrays.fill(ones, 1);
                yield ones;
            }
            case "token_type_ids" -> new long[tokens.length];
            default -> throw new RunException(RunException.Cause.MODEL, "the model has the unknown input " + input);
        };
    }

    private float[] pool(FloatBuffer hidden, int tokens) {
        float[] vector = new float[settings.dimensions()];
        return switch (settings.pooling()) {
            case cls -> {
                hidden.get(vector);
                yield vector;
            }
            case mean -> {
                for (int d = 0; d < vector.length; d++) {
                    double sum = 0;
                    for (int t = 0; t < tokens; t++) {
                        sum += hidden.get(t * vector.length + d);
                    }
                    vector[d] = (float) (sum / tokens);
                }
                yield vector;
            }
        };
    }

    private static float[] normalized(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int d = 0; d < vector.length; d++) {
            unit[d] = length == 0 ? 0 : (float) (vector[d] / length);
        }
        return unit;
    }
}
