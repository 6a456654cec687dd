package io.verigrad.attestation;

import io.verigrad.attestation.policy.FormatPolicy;

/** A part of a machine whose evidence is authentic, with what the policy says of its format. */
record GenuinePart(String name, FormatPolicy format, Claims claims, Hardware hardware) {}
