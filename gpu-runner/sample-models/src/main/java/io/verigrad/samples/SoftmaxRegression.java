package io.verigrad.samples;

import io.verigrad.samples.IrisData.Flower;
import java.util.List;

/**
 * Multinomial logistic regression by full-batch gradient descent from zero. It uses {@link StrictMath} and one fixed
 * order of additions, so every machine finds the same weights.
 */
final class SoftmaxRegression {
    private static final int STEPS = 2_000;
    private static final double RATE = 0.5;
    private static final double DECAY = 1e-4;

    private final int features;
    private final int classes;
    private final double[][] weights;
    private final double[] bias;

    private SoftmaxRegression(int features, int classes) {
        this.features = features;
        this.classes = classes;
        this.weights = new double[features][classes];
        this.bias = new double[classes];
    }

    /** Trains on measurements as they are: they are standardised for the descent and the weights scaled back. */
    static SoftmaxRegression train(List<Flower> data, int features, int classes) {
        double[] mean = new double[features];
        double[] deviation = new double[features];
        standardise(data, mean, deviation);
        double[][] rows = new double[data.size()][features];
        for (int i = 0; i < rows.length; i++) {
            for (int f = 0; f < features; f++) {
                rows[i][f] = (data.get(i).features().get(f) - mean[f]) / deviation[f];
            }
        }
        SoftmaxRegression model = new SoftmaxRegression(features, classes);
        for (int step = 0; step < STEPS; step++) {
            model.descend(rows, data);
        }
        model.unstandardise(mean, deviation);
        return model;
    }

    /** The weights, row-major, one row per feature. */
    float[] weights() {
        float[] flat = new float[features * classes];
        for (int f = 0; f < features; f++) {
            for (int c = 0; c < classes; c++) {
                flat[f * classes + c] = (float) weights[f][c];
            }
        }
        return flat;
    }

    float[] bias() {
        float[] flat = new float[classes];
        for (int c = 0; c < classes; c++) {
            flat[c] = (float) bias[c];
        }
        return flat;
    }

    private void descend(double[][] rows, List<Flower> data) {
        double[][] slope = new double[features][classes];
        double[] biasSlope = new double[classes];
        for (int i = 0; i < rows.length; i++) {
            double[] error = probabilities(rows[i]);
            error[data.get(i).species()] -= 1;
            for (int c = 0; c < classes; c++) {
                biasSlope[c] += error[c];
                for (int f = 0; f < features; f++) {
                    slope[f][c] += error[c] * rows[i][f];
                }
            }
        }
        for (int c = 0; c < classes; c++) {
            bias[c] -= RATE * biasSlope[c] / rows.length;
            for (int f = 0; f < features; f++) {
                weights[f][c] -= RATE * (slope[f][c] / rows.length + DECAY * weights[f][c]);
            }
        }
    }

    private double[] probabilities(double[] row) {
        double[] exponentials = new double[classes];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            double logit = bias[c];
            for (int f = 0; f < features; f++) {
                logit += weights[f][c] * row[f];
            }
            exponentials[c] = StrictMath.exp(logit);
            sum += exponentials[c];
        }
        for (int c = 0; c < classes; c++) {
            exponentials[c] /= sum;
        }
        return exponentials;
    }

    private void unstandardise(double[] mean, double[] deviation) {
        for (int c = 0; c < classes; c++) {
            for (int f = 0; f < features; f++) {
                weights[f][c] /= deviation[f];
                bias[c] -= weights[f][c] * mean[f];
            }
        }
    }

    private static void standardise(List<Flower> data, double[] mean, double[] deviation) {
        for (int f = 0; f < mean.length; f++) {
            for (Flower flower : data) {
                mean[f] += flower.features().get(f);
            }
            mean[f] /= data.size();
            for (Flower flower : data) {
                double distance = flower.features().get(f) - mean[f];
                deviation[f] += distance * distance;
            }
            deviation[f] = StrictMath.sqrt(deviation[f] / data.size());
        }
    }
}
