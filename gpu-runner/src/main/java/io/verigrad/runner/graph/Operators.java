package io.verigrad.runner.graph;

import java.util.Set;

/** The operators that ONNX Runtime brings itself. Others would need a library of the model's author. */
final class Operators {
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");
    /** A compiled graph of some provider, which may lie in a file that it names. */
    private static final String COMPILED = "EPContext";

    private Operators() {}

    /**
     * @param functions what the model itself defines, {@link #qualified}
     * @throws GraphFormatException if the operator is neither built in nor defined by the model
     */
    static void require(Node node, Set<String> functions) throws GraphFormatException {
        if (node.operator().equals(COMPILED)) {
            throw new GraphFormatException("expected a portable model, found one that is compiled for a provider");
        }
        if (!DOMAINS.contains(node.domain()) && !functions.contains(qualified(node.domain(), node.operator()))) {
            throw new GraphFormatException(
                    "expected operators of ONNX or ONNX Runtime, found a custom one of another domain");
        }
    }

    static String qualified(String domain, String operator) {
        return domain + ":" + operator;
    }
}
