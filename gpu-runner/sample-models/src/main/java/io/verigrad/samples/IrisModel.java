package io.verigrad.samples;

import io.verigrad.samples.OnnxGraph.Element;

/** The tabular sample: a softmax regression over Fisher's Iris data, trained here. */
final class IrisModel {
    private IrisModel() {}

    /** Trains the model and writes it as ONNX: {@code features [n,4]} to {@code probabilities [n,3]} and {@code label [n]}. */
    static byte[] generate() {
        int features = IrisData.FEATURES;
        int classes = IrisData.SPECIES.size();
        SoftmaxRegression model = SoftmaxRegression.train(IrisData.load(), features, classes);
        return new OnnxGraph("iris")
                .node("Gemm", new String[] {"features", "weights", "bias"}, "logits")
                .node("Softmax", new String[] {"logits"}, "probabilities", "axis", 1)
                .node("ArgMax", new String[] {"logits"}, "label", "axis", 1, "keepdims", 0)
                .constant("weights", model.weights(), features, classes)
                .constant("bias", model.bias(), classes)
                .input("features", Element.FLOAT, -1, features)
                .output("probabilities", Element.FLOAT, -1, classes)
                .output("label", Element.INT64, -1)
                .toModel();
    }
}
