package io.verigrad.attestation;

import java.util.List;

/**
 * The machine or the devices that made authentic evidence.
 *
 * @param assurance what keeps the operator from opening it
 * @param ids identities in the words of the vendor, empty if the evidence names none
 * @param gpus how many of them are GPUs
 */
public record Hardware(OperatorAssurance assurance, List<String> ids, int gpus) {
    /** A genuine machine that nobody knows more of. */
    public static final Hardware UNKNOWN = new Hardware(OperatorAssurance.UNKNOWN, List.of());

    public Hardware {
        ids = List.copyOf(ids);
    }

    /** A machine, without GPUs. */
    public Hardware(OperatorAssurance assurance, List<String> ids) {
        this(assurance, ids, 0);
    }
}
