package io.verigrad.runner.attest;

import io.verigrad.value.Bytes;
import java.util.List;

/** The GPUs of the machine, as far as they attest themselves. */
interface Gpus {
    /** Whether the machine has GPUs in confidential mode. */
    boolean areConfidential();

    /**
     * One report of each GPU, in the order of their indices.
     *
     * @param nonce 32 bytes, inside what the GPU signs
     * @throws AttestationUnavailableException if one gives none
     */
    List<Report> reports(Bytes nonce);

    /**
     * What one GPU says of itself.
     *
     * @param report measurements as SPDM carries them, signed by the GPU
     * @param chain the certificates of the key that signed, leaf first, in DER
     */
    record Report(Bytes report, List<Bytes> chain) {
        public Report {
            chain = List.copyOf(chain);
        }
    }
}
