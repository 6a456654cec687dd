package io.verigrad.attestation;

import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What authentic evidence says. Exists only after signature and certificates were verified.
 *
 * @param measurements registers by name, such as {@code pcr0}
 * @param debug whether somebody could look into the machine while it ran
 * @param receiptKey the secp256k1 key in the evidence, empty if it names none
 * @param nonce empty if it carries none
 * @param bindHash the user data, {@link Binding#hash} if all is well
 * @param madeAt when the attester made it
 * @param expiresAt the earliest end of a certificate that was used
 * @param signedDigest SHA-256 of the signed part: the identity of the evidence, as a signature has two forms
 */
public record Claims(
        SortedMap<String, Bytes> measurements,
        boolean debug,
        Bytes receiptKey,
        Bytes nonce,
        Bytes bindHash,
        Instant madeAt,
        Instant expiresAt,
        Hash32 signedDigest) {
    public Claims {
        measurements = Collections.unmodifiableSortedMap(new TreeMap<>(measurements));
    }
}
