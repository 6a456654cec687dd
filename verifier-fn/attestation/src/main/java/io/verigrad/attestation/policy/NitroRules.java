package io.verigrad.attestation.policy;

/** The rules for AWS Nitro. */
public record NitroRules(RevocationRule revocation) implements FormatRules {}
