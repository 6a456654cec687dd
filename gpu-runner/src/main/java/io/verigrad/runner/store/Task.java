package io.verigrad.runner.store;

/** What a model is made for, by its name in manifests. Every model also takes tensors as they are. */
public enum Task {
    /** Text to the likelihood of labels. */
    classification,
    /** Text to vectors. */
    embeddings,
    /** Text that continues a text. */
    generation,
    /** Pairs of texts to how well the second answers the first. */
    reranking,
    /** Tensors to tensors. */
    tensors
}
