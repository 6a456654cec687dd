package io.verigrad.runner.execution;

import io.verigrad.runner.store.ScoringSettings;
import io.verigrad.runner.store.TensorSpec;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Turns a text, or a pair of texts, into one score per label. */
public final class TextScorer {
    private final Model model;
    private final ScoringSettings settings;

    TextScorer(Model model, ScoringSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    /** The scores of one text or pair in the order of the labels, each from 0 to 1. */
    public double[] score(EncodedText text) throws RunException {
        List<Long> shape = List.of(1L, (long) text.tokens());
        List<Tensor> inputs = new ArrayList<>();
        for (TensorSpec input : model.manifest().inputs()) {
            inputs.add(Tensor.of(input.name(), shape, values(input.name(), text)));
        }
        Tensor logits = model.run(inputs, Set.of(settings.output())).getFirst();
        if (!logits.shape().equals(List.of(1L, (long) settings.labels().size()))) {
            throw new RunException(RunException.Cause.MODEL, "the model gave an output of shape " + logits.shape());
        }
        double[] scores = scores(logits.data().asFloatBuffer());
        for (double score : scores) {
            if (Double.isNaN(score)) {
                throw new RunException(RunException.Cause.MODEL, "the model gave a score that is no number");
            }
        }
        return scores;
    }

    private static long[] values(String input, EncodedText text) throws RunException {
        return switch (input) {
            case "input_ids" -> text.ids();
            case "attention_mask" -> {
                long[] ones = new long[text.tokens()];
                Arrays.fill(ones, 1);
                yield ones;
            }
            case "token_type_ids" -> text.types();
            default -> throw new RunException(RunException.Cause.MODEL, "the model has the unknown input " + input);
        };
    }

    private double[] scores(FloatBuffer logits) {
        double[] scores = new double[logits.remaining()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = logits.get(i);
        }
        return switch (settings.activation()) {
            case sigmoid ->
                Arrays.stream(scores)
                        .map(logit -> 1 / (1 + StrictMath.exp(-logit)))
                        .toArray();
            case softmax -> softmax(scores);
        };
    }

    private static double[] softmax(double[] logits) {
        double highest = Arrays.stream(logits).max().orElseThrow();
        double[] powers = Arrays.stream(logits)
                .map(logit -> StrictMath.exp(logit - highest))
                .toArray();
        double sum = 0;
        for (double power : powers) {
            sum += power;
        }
        for (int i = 0; i < powers.length; i++) {
            powers[i] /= sum;
        }
        return powers;
    }
}
