package io.verigrad.attestation.policy;

/** What to do about revocation lists. */
public enum RevocationRule {
    /** Each certificate that a list covers needs a current one. */
    REQUIRED,
    /** Lists are not looked at. Only a development policy may say so. */
    UNCHECKED
}
