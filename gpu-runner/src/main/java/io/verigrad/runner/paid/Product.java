package io.verigrad.runner.paid;

import io.verigrad.receipt.Assurance;
import io.verigrad.value.Hash32;

/**
 * What is for sale: calls of one model.
 *
 * @param reachable the highest level that receipts of this model can claim, whatever the enclave is registered for
 */
public record Product(String name, Hash32 modelDigest, Price price, Assurance reachable) {
    /** A model that runs here: its weights are bound. */
    public Product(String name, Hash32 modelDigest, Price price) {
        this(name, modelDigest, price, Assurance.WEIGHTS_BOUND);
    }

    /** The level of receipts by an enclave of that level. */
    Assurance assurance(Assurance enclave) {
        return enclave.compareTo(reachable) < 0 ? enclave : reachable;
    }
}
