package io.verigrad.attestation;

/**
 * What keeps whoever runs a machine from opening it. Intel TDX, AMD SEV-SNP and NVIDIA's confidential computing leave
 * physical access out of what they protect from: with a cheap interposer on the memory bus the holder of a machine took
 * its keys and forged its evidence (WireTap, Battering RAM, TEE.fail). Lowest first.
 */
public enum OperatorAssurance {
    /** The evidence proves nothing about any machine. */
    NONE,
    /** A genuine machine, in nobody knows whose hands. */
    UNKNOWN,
    /** A machine that the policy names, because its place is known. */
    LISTED_HARDWARE,
    /** A cloud provider holds the machine and says so in the evidence. */
    CLOUD_HELD
}
