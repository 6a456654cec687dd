package io.verigrad.chain.settlement;

import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.Receipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Signature;
import java.util.List;

/**
 * An answer for a contract, with what proves it.
 *
 * @param receipt of scheme {@code REQUEST}
 * @param host whose vault the receipt names
 * @param answer the bytes that the receipt's response hash is of
 * @param appraisal of this receipt alone: its root is the receipt's id
 */
public record Fulfilment(
        Receipt receipt,
        Signature enclaveSignature,
        Address host,
        Bytes answer,
        Appraisal appraisal,
        List<Endorsement> endorsements) {
    public Fulfilment {
        endorsements = List.copyOf(endorsements);
    }
}
