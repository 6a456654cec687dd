package io.verigrad.attestation.policy;

/** The part of a policy that only one format has. */
public sealed interface FormatRules
        permits FormatRules.None, NitroRules, SnpRules, TdxRules, AzureRules, GcpRules, NvidiaRules {
    /** A format without rules of its own. */
    record None() implements FormatRules {}
}
