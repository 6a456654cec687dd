package io.verigrad.runner.paid;

/** What is asked of a model, by its value of {@code gen_ai.operation.name} where the conventions have one. */
enum Operation {
    CHAT("chat", true),
    TEXT_COMPLETION("text_completion", true),
    EMBEDDINGS("embeddings", false),
    CLASSIFY("classify", false),
    RERANK("rerank", false),
    INFER("infer", false),
    RECHECK("recheck", false),
    OTHER("other", false);

    private final String label;
    private final boolean generates;

    Operation(String label, boolean generates) {
        this.label = label;
        this.generates = generates;
    }

    static Operation of(String path) {
        return switch (path) {
            case "/v1/chat/completions" -> CHAT;
            case "/v1/completions" -> TEXT_COMPLETION;
            case "/v1/embeddings" -> EMBEDDINGS;
            case "/v1/classify" -> CLASSIFY;
            case "/v1/rerank" -> RERANK;
            default -> path.endsWith("/infer") ? INFER : path.endsWith("/recheck") ? RECHECK : OTHER;
        };
    }

    String label() {
        return label;
    }

    /** Whether its answers are texts that are made token by token. */
    boolean generates() {
        return generates;
    }
}
