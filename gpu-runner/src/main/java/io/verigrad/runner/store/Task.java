package io.verigrad.runner.store;

/** What a model is made for, by its name in manifests. Every model also takes tensors as they are. */
public enum Task {
    /** Text to vectors. */
    embeddings,
    /** Text that continues a text. */
    generation,
    /** Tensors to tensors. */
    tensors
}
